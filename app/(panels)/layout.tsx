import '../globals.css';
import '#components/ui/elements.ts';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { site } from '#site.config.ts';

/** Every page of this part is rendered on demand and stored whole. */
export const dynamic = 'force-static';

export const metadata: Metadata = { metadataBase: new URL(site.origin), robots: { index: false, follow: true } };

/** A panel's own page: as small as a page can be, and readable alone. */
export default function PanelsLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="zh-CN" suppressHydrationWarning>
      <body>
        <main className="page">{children}</main>
      </body>
    </html>
  );
}
