import '../globals.css';
import '../preview.css';
import '#components/ui/elements.ts';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { PreviewLinks } from '#components/desk/writing/preview-links.client.tsx';
import { ReaderScript } from '#components/desk/writing/reader-script.client.tsx';
import { writing } from '#components/desk/writing/strings.ts';
import { Footer } from '#components/footer/footer.tsx';
import { Masthead } from '#components/masthead/masthead.tsx';
import { navigationGroups } from '#components/masthead/navigation.ts';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

/** Drawn for whoever asks, when they ask. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: `${writing.preview} · ${site.name}`,
  robots: { index: false, follow: false },
  icons: { icon: [{ url: '/favicon.svg', type: 'image/svg+xml' }, '/favicon.ico'] },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

/** A story that is not out yet, on the page that it will have: the site's own components, style sheet and script. */
export default async function PreviewLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const [tree, contact] = await Promise.all([content.sectionTree(), content.contact()]);
  const groups = navigationGroups(tree, site.navigation);
  return (
    <html lang="zh-CN" suppressHydrationWarning>
      <head>
        <script src={process.env.PREFS_SCRIPT || undefined} nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <p className="preview-banner">{writing.shown.banner}</p>
        <Masthead groups={groups} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <Footer contact={contact} />
        <PreviewLinks />
        <ReaderScript src={process.env.READER_SCRIPT} />
      </body>
    </html>
  );
}
