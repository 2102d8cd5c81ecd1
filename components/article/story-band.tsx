import type { PanelContent } from '#components/panels/contents.ts';
import { Panel } from '#components/panels/panel.tsx';
import { storyStrings } from './strings.ts';

/** Below story and rail, over the whole width: 博客, 播客 and the sections that the site's configuration names. */
export function StoryBand({ panels }: { panels: (PanelContent | null)[] }) {
  return (
    <aside className="story-band" aria-label={storyStrings.band}>
      {panels.map((content) => content && <Panel key={content.name} content={content} />)}
    </aside>
  );
}
