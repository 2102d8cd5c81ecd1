import type { SiteConfig } from '#site.config.ts';

/** The web app manifest: how the site is called and drawn where a reader puts it on a home screen. */
export function webManifest(site: Pick<SiteConfig, 'name' | 'slogan' | 'description'>): string {
  return `${JSON.stringify(
    {
      id: '/',
      name: `${site.name} - ${site.slogan}`,
      short_name: site.name,
      description: site.description,
      lang: 'zh-CN',
      dir: 'ltr',
      start_url: '/',
      scope: '/',
      display: 'minimal-ui',
      // `--paper` and `--seal` of app/globals.css.
      background_color: '#fbf8f2',
      theme_color: '#b8321f',
      categories: ['news'],
      icons: [
        { src: '/favicon.svg', type: 'image/svg+xml', sizes: 'any' },
        { src: '/icon-192.png', type: 'image/png', sizes: '192x192' },
        { src: '/icon-512.png', type: 'image/png', sizes: '512x512' },
        { src: '/icon-maskable.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
      ],
    },
    null,
    2,
  )}\n`;
}
