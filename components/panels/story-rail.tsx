import type { ReactNode } from 'react';
import { strings } from '#components/strings.ts';
import type { ListItem } from '#lib/content/models.ts';
import type { PanelContent } from './contents.ts';
import { Panel } from './panel.tsx';
import { Related } from './related.tsx';

type Props = {
  /** Left out where the page shows 相关新闻 below the story. */
  related?: ListItem[];
  /** In the order in which they stand. */
  panels: (PanelContent | null)[];
  /** What stands above them. */
  children?: ReactNode;
};

/** The column beside a story: everything else that is new. */
export function StoryRail({ related = [], panels, children }: Props) {
  return (
    <aside className="rail" aria-label={strings.panels.rail}>
      {children}
      <Related items={related} />
      {panels.map((content) => content && <Panel key={content.name} content={content} />)}
    </aside>
  );
}
