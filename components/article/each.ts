import { createElement, Fragment, type ReactNode } from 'react';

/** Draws the parts of a stored document one after the other. They never change places, so none of them needs a key. */
export function each<T>(parts: readonly T[] | undefined, draw: (part: T, index: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...(parts ?? []).map(draw));
}
