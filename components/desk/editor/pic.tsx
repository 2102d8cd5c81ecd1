import type { ComponentProps } from 'react';

/** A picture of the media library, which has made its sizes already; dragging moves the block that it stands in. */
export function Pic({ alt, ...rest }: ComponentProps<'img'> & { alt: string }) {
  // biome-ignore lint/performance/noImgElement: the variants were made at upload, and Next's optimiser is off
  return <img alt={alt} draggable={false} {...rest} />;
}
