import { Lead } from '#components/lists/lead.tsx';
import { Lines } from '#components/lists/lines.tsx';
import { Heading } from '#components/ui/heading.tsx';
import type { FrontModel } from '#lib/content/models.ts';
import type { BlockShape } from './rhythm.ts';

type Props = { block: FrontModel['sections'][number]; shape: BlockShape };

const sizes: Record<BlockShape, string> = {
  across: '(min-width: 64rem) 34rem, (min-width: 48rem) 50vw, 92vw',
  flip: '(min-width: 64rem) 34rem, (min-width: 48rem) 50vw, 92vw',
  column: '(min-width: 64rem) 22rem, (min-width: 48rem) 46vw, 92vw',
  short: '7rem',
};

/** A section on the front page: what leads it, and the lines below. */
export function SectionBlock({ block: { name, href, lead, items }, shape }: Props) {
  if (!lead && items.length === 0) return null;
  return (
    <section className={`beat ${shape}`} aria-label={name}>
      <Heading href={href}>{name}</Heading>
      {lead && <Lead item={lead} heading="h3" sizes={sizes[shape]} meta={false} />}
      <Lines items={items} />
    </section>
  );
}
