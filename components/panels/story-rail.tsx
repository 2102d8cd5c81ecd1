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
};

/** The column beside a story: everything else that is new. */
export function StoryRail({ related = [], panels }: Props) {
  return (
    <aside className="rail" aria-label={strings.panels.rail}>
      <Related items={related} />
      {panels.map((content) => content && <Panel key={content.name} content={content} />)}
    </aside>
  );
}
