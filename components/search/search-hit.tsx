import { Fragment } from 'react';
import { Mark } from '#components/ui/mark.tsx';
import { piecesByPhrase } from '#components/ui/phrases.ts';
import { Picture } from '#components/ui/picture.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Piece, SearchHit } from '#lib/search/models.ts';

/** A story that was found: its title and the passage that speaks of it, with what was looked for marked. */
export function SearchHitRow({ hit }: { hit: SearchHit }) {
  return (
    <li className="row" data-id={hit.id}>
      {hit.picture && <Picture picture={hit.picture} sizes="(min-width: 48rem) 13rem, 7rem" alt="" />}
      <h2 className="kept">
        <a className="whole" href={hit.href}>
          <Title of={hit.titlePieces} />
        </a>
        <Mark of={hit.mark} pictured={hit.picture !== null} />
      </h2>
      <p className="summary">
        <Pieces of={hit.passage} />
      </p>
      <p className="meta">
        <a href={hit.section.href}>{hit.section.name}</a>
        <Time time={hit.time} label="day" />
        {hit.source && <span>{hit.source}</span>}
      </p>
    </li>
  );
}

/** Lines break between phrases only, and not within a hit. */
function Title({ of: pieces }: { of: Piece[] }) {
  return piecesByPhrase(pieces).map(({ text, hit, breaks }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no name but its place.
    <Fragment key={i}>
      {breaks && <wbr />}
      {hit ? <mark>{text}</mark> : text}
    </Fragment>
  ));
}

function Pieces({ of: pieces }: { of: Piece[] }) {
  return pieces.map(({ text, hit }, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no name but its place.
    hit ? <mark key={i}>{text}</mark> : text,
  );
}
