import '../globals.css';
import '#components/ui/elements.ts';
import type { ReactNode } from 'react';

/** Every page of this part is rendered on demand and stored whole. */
export const dynamic = 'force-static';

/** Pages for paper: no masthead, no navigation, black on white whatever the reader chose. */
export default function PrintLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="zh-CN" className="for-paper" data-theme="light">
      <head>
        <script src={process.env.READER_SCRIPT} defer data-ws="" />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}
