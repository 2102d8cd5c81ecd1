import type { Thumb as Model } from './models.ts';

/** A small picture beside words that say what it belongs to. */
export function Thumb({ thumb }: { thumb: Model | null }) {
  if (!thumb) return <span className="slot-thumb" aria-hidden="true" />;
  return (
    // biome-ignore lint/performance/noImgElement: its variants were made when it was taken in
    <img className="slot-thumb" {...thumb} alt="" loading="lazy" decoding="async" />
  );
}
