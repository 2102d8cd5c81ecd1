import { strings } from '#components/strings.ts';
import { classes } from '#components/ui/classes.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { ListItem } from '#lib/content/models.ts';

type Props = {
  items: ListItem[];
  /** What it shows, for those who do not see it. */
  label: string;
  sizes: string;
  shape?: 'wide' | 'photo' | 'classic';
  /** Its pictures are small at every width. */
  small?: boolean;
  className?: string;
};

/** Pictures that are swiped, scrolled or stepped through; scroll-snap alone, and it never moves by itself. */
export function Carousel({ items, label, sizes, shape = 'photo', small, className }: Props) {
  const pictured = items.filter(({ picture }) => picture);
  if (pictured.length === 0) return null;
  return (
    <ws-carousel className={classes('carousel', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard (WCAG 2.1.1). */}
      <ul className="track" tabIndex={0} aria-label={label}>
        {pictured.map(({ id, href, title, mark, picture }) => (
          <li className="slide" key={id} data-id={id}>
            <a href={href}>
              {picture && <Picture picture={picture} shape={shape} sizes={sizes} small={small} alt="" />}
              <span>
                {title}
                <Mark of={mark} pictured />
              </span>
            </a>
          </li>
        ))}
      </ul>
      <button type="button" data-go="prev" aria-label={strings.carousel.previous} hidden>
        <Icon name="previous" />
      </button>
      <button type="button" data-go="next" aria-label={strings.carousel.next} hidden>
        <Icon name="next" />
      </button>
    </ws-carousel>
  );
}
