import { Fragment } from 'react';
import { phrases } from './phrases.ts';

/** Large type that breaks between words. */
export function Headline({ text }: { text: string }) {
  return phrases(text).map((phrase, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {phrase}
    </Fragment>
  ));
}
