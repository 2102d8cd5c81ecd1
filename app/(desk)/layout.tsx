import '../desk.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { desk } from '#components/desk/strings.ts';
import { site } from '#site.config.ts';

/** Every page of the desk is drawn for whoever asks, when they ask. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: `${site.name}${desk.name}`, template: `%s · ${site.name}${desk.name}` },
  robots: { index: false, follow: false },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** The desk is an application of its own: its root, its style sheet, its scripts. */
export default async function DeskRoot({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="zh-CN" suppressHydrationWarning>
      <head>
        <script src={process.env.PREFS_SCRIPT || undefined} nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <CSPProvider nonce={nonce}>{children}</CSPProvider>
      </body>
    </html>
  );
}
