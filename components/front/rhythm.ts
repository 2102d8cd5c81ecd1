/** How a section's block is drawn: across, across with its picture on the right, as a column, or as a short one. */
export type BlockShape = 'across' | 'flip' | 'column' | 'short';

const upper: BlockShape[] = ['across', 'column', 'column', 'flip'];
const lower: BlockShape[] = ['across', 'column'];

/**
 * The front page's rhythm: the first four blocks beside the rail, the others below across the whole page, so that no two
 * rows of a front look alike, however many sections `site.config.ts` names.
 */
export function rhythm<T>(blocks: T[]): {
  upper: [T, BlockShape][];
  lower: [T, BlockShape][];
  short: [T, BlockShape][];
} {
  const rest = blocks.slice(upper.length);
  return {
    upper: blocks.slice(0, upper.length).map((block, i) => [block, upper[i] ?? 'column']),
    lower: rest.slice(0, lower.length).map((block, i) => [block, lower[i] ?? 'column']),
    short: rest.slice(lower.length).map((block) => [block, 'short']),
  };
}
