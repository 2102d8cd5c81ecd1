import '../globals.css';
import '#components/ui/elements.ts';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Footer } from '#components/footer/footer.tsx';
import { Breaking } from '#components/masthead/breaking.tsx';
import { Masthead } from '#components/masthead/masthead.tsx';
import { navigationGroups } from '#components/masthead/navigation.ts';
import { SkipLinks } from '#components/masthead/skip-links.tsx';
import { ThumbNav } from '#components/masthead/thumb-nav.tsx';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

/** Every page of this part is rendered on demand and stored whole. */
export const dynamic = 'force-static';

export const metadata: Metadata = {
  metadataBase: new URL(site.origin),
  applicationName: site.name,
  manifest: '/manifest.webmanifest',
  // iOS asks for /apple-touch-icon.png by itself.
  icons: { icon: [{ url: '/favicon.svg', type: 'image/svg+xml' }, '/favicon.ico'] },
  formatDetection: { telephone: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
};

/** Every reading page: a document that is complete without script. */
export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [tree, breaking, contact] = await Promise.all([content.sectionTree(), content.breaking(), content.contact()]);
  const groups = navigationGroups(tree, site.navigation);
  return (
    <html lang="zh-CN" suppressHydrationWarning>
      <head>
        <script src={process.env.PREFS_SCRIPT || undefined} data-ws="" />
        <script src={process.env.READER_SCRIPT || undefined} defer data-ws="" />
      </head>
      <body>
        <SkipLinks />
        <Masthead groups={groups} />
        <Breaking items={breaking.items} until={breaking.until} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <Footer contact={contact} />
        <ThumbNav />
      </body>
    </html>
  );
}
