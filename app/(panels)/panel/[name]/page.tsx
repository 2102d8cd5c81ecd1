import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Panel } from '#components/panels/panel.tsx';
import { strings } from '#components/strings.ts';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const panel = await content.panelContent((await params).name);
  return panel ? { title: strings.panel.title(panel.title), description: panel.title } : {};
}

export default async function PanelPage({ params }: Props) {
  const panel = await content.panelContent((await params).name);
  if (!panel) notFound();
  return (
    <>
      <h1 className="sr-only">{strings.panel.title(panel.title)}</h1>
      <Panel content={panel} />
    </>
  );
}
