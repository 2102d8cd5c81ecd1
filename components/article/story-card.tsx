import { Picture } from '#components/ui/picture.tsx';
import type { ListItem } from '#lib/content/models.ts';

/** Another story, named within this one. A story that is gone draws nothing. */
export function StoryCard({ item }: { item: ListItem | undefined }) {
  if (!item) return null;
  return (
    <aside className="story-card">
      {item.picture && <Picture picture={item.picture} sizes="8rem" alt="" />}
      <div>
        <a href={item.href}>{item.fullTitle}</a>
        <time dateTime={item.time.iso}>{item.time.day}</time>
      </div>
    </aside>
  );
}
