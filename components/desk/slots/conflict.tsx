import { differences } from '#lib/desk/arrange.ts';
import type { Arranged, Standing } from './models.ts';
import { slots as words } from './strings.ts';

type Props = {
  base: readonly Arranged[];
  theirs: Standing;
  titleOf: (id: number) => string;
  settle: (how: 'merge' | 'mine' | 'theirs') => void;
};

/** Somebody else saved meanwhile: what they did, and what is to become of both. */
export function Conflict({ base, theirs, titleOf, settle }: Props) {
  const who = theirs.last ? `${theirs.last.by} 在 ${theirs.last.at.short}` : '有人';
  return (
    <div className="notice bad" role="alert">
      <p>
        编排期间，{who} 改过这个推荐位。{words.conflictTail}
      </p>
      <ul>
        {differences(base, theirs.items).map(({ kind, storyId }) => (
          <li key={storyId}>
            {words.did[kind]}《{titleOf(storyId)}》
          </li>
        ))}
      </ul>
      <div className="buttons">
        <button type="button" className="button main" onClick={() => settle('merge')}>
          {words.merge}
        </button>
        <button type="button" className="button" onClick={() => settle('mine')}>
          {words.keepMine}
        </button>
        <button type="button" className="button" onClick={() => settle('theirs')}>
          {words.takeTheirs}
        </button>
      </div>
    </div>
  );
}
