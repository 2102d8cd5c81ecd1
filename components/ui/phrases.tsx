import { Fragment } from 'react';
import { phrases } from './phrases.ts';

/**
 * A heading's words with the places between them where its lines may break (`<wbr>`), so that no word is cut in two. For
 * elements with the class `kept`, in which the browser breaks nowhere else.
 */
export function Phrases({ text }: { text: string }) {
  return phrases(text).map((phrase, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a phrase has no name but its place.
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {phrase}
    </Fragment>
  ));
}
