import { classes } from '#components/ui/classes.ts';
import { Mark } from '#components/ui/mark.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { ListItem } from '#lib/content/models.ts';

type Props = {
  items: ListItem[];
  sizes: string;
  shape?: 'photo' | 'classic' | 'square';
  heading?: 'h2' | 'h3';
  /** How many of the first pictures are on the first screen. */
  first?: number;
  className?: string;
};

/** Pictures side by side, each with its title below. Stories without a picture are left out. */
export function Tiles({ items, sizes, shape = 'photo', heading: Heading = 'h3', first = 0, className }: Props) {
  return (
    <ul className={classes('tiles', className)}>
      {items.map(
        (item, i) =>
          item.picture && (
            <li key={item.id} data-id={item.id}>
              <a href={item.href}>
                <Picture picture={item.picture} shape={shape} sizes={sizes} first={i < first} alt="" />
                <Heading>
                  {item.title}
                  <Mark of={item.mark} pictured />
                </Heading>
              </a>
            </li>
          ),
      )}
    </ul>
  );
}
