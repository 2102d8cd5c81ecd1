import { each } from './each.ts';
import { phrases } from './phrases.ts';

/** Large type that breaks between clauses where there is room, and else between words (`article.css`). */
export function Headline({ text }: { text: string }) {
  return each(phrases(text), (clause, index) => (
    <>
      {index > 0 && <wbr />}
      <span>
        {each(clause, (phrase, place) => (
          <>
            {place > 0 && <wbr />}
            {phrase}
          </>
        ))}
      </span>
    </>
  ));
}
