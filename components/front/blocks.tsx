import type { FrontModel } from '#lib/content/models.ts';
import type { BlockShape } from './rhythm.ts';
import { SectionBlock } from './section-block.tsx';

type Props = { blocks: [FrontModel['sections'][number], BlockShape][]; className: string };

/** A run of section blocks. */
export function Blocks({ blocks, className }: Props) {
  return (
    <div className={`blocks ${className}`}>
      {blocks.map(([block, shape]) => (
        <SectionBlock key={block.href} block={block} shape={shape} />
      ))}
    </div>
  );
}
