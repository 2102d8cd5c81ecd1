import { Mark } from '#components/ui/mark.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { ListItem } from '#lib/content/models.ts';

/** The picture that leads a panel, its title below it. */
export function PanelLead({ item }: { item: ListItem }) {
  return (
    <a className="panel-top" href={item.href} data-id={item.id}>
      {item.picture && <Picture picture={item.picture} sizes="(min-width: 64rem) 20rem, 92vw" shape="wide" alt="" />}
      <span>
        {item.title}
        <Mark of={item.mark} pictured={item.picture !== null} />
      </span>
    </a>
  );
}
