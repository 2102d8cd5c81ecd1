import { useMemo, useState } from 'react';
import type { Theirs } from '#lib/desk/autosave.ts';
import { blockText, fieldText } from '#lib/desk/diff.ts';
import type { Draft } from '#lib/desk/draft.ts';
import { type Choices, conflictOf, type Hunk, merged, proposal, type Side } from '#lib/desk/merge.ts';
import { clockOf } from './clock.ts';
import { useLibrary } from './context.ts';
import { Differences } from './diff-view.tsx';
import { editorStrings } from './strings.ts';

const text = editorStrings.conflict;

type Props = {
  mine: Draft;
  theirs: Theirs<Draft>;
  /** What both grew from, where it is known. */
  base: Draft | null;
  done: (draft: Draft) => void;
  later: () => void;
};

/** Two texts of one story, side by side; for every place that differs whose is taken. Neither is lost before that. */
export function ConflictView({ mine, theirs, base, done, later }: Props) {
  const library = useLibrary();
  const { nameOf } = library;
  const conflict = useMemo(() => conflictOf(mine, theirs.content), [mine, theirs]);
  const [choices, setChoices] = useState<Choices>(() => proposal(conflict, mine, base));
  const all = (side: Side) =>
    setChoices({
      fields: Object.fromEntries(conflict.fields.map((field) => [field, side])),
      hunks: Object.fromEntries(conflict.hunks.flatMap((hunk) => (hunk.kind === 'differs' ? [[hunk.id, side]] : []))),
    });
  let place = 0;
  return (
    <section className="desk-conflict" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p>{text.intro(theirs.by, clockOf(theirs.at))}</p>
      <div className="desk-row">
        <button type="button" className="desk-button" onClick={() => all('mine')}>
          {text.allMine}
        </button>
        <button type="button" className="desk-button" onClick={() => all('theirs')}>
          {text.allTheirs(theirs.by)}
        </button>
      </div>
      <div className="desk-diff-row is-head">
        <b>{text.mine}</b>
        <b>{text.theirs(theirs.by)}</b>
      </div>
      {conflict.fields.map((field) => (
        <Choice
          key={field}
          name={editorStrings.fields[field]}
          by={theirs.by}
          value={choices.fields[field] ?? 'mine'}
          set={(side) =>
            setChoices({ ...choices, fields: { ...choices.fields, [field]: side === 'both' ? 'mine' : side } })
          }
          mine={fieldText(mine, field, nameOf) || text.empty}
          theirs={fieldText(theirs.content, field, nameOf) || text.empty}
        />
      ))}
      {conflict.hunks.map((hunk, at) => {
        if (hunk.kind === 'same') {
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a comparison never change places
            <p key={at} className="desk-diff-skip">
              {editorStrings.diff.skipped(hunk.blocks.length)}
            </p>
          );
        }
        place += 1;
        return (
          <Choice
            key={hunk.id}
            name={text.place(place)}
            by={theirs.by}
            value={choices.hunks[hunk.id] ?? 'mine'}
            both={hunk.mine !== null && hunk.theirs !== null}
            set={(side) => setChoices({ ...choices, hunks: { ...choices.hunks, [hunk.id]: side } })}
            mine={<HunkSide hunk={hunk} side="mine" />}
            theirs={<HunkSide hunk={hunk} side="theirs" />}
          />
        );
      })}
      <div className="desk-row is-end">
        <button type="button" className="desk-button" onClick={later}>
          {text.later}
        </button>
        <button
          type="button"
          className="desk-button is-main"
          onClick={() => done(merged(conflict, choices, mine, theirs.content))}
        >
          {text.save}
        </button>
      </div>
    </section>
  );
}

function HunkSide({ hunk, side }: { hunk: Hunk & { kind: 'differs' }; side: Side }) {
  const { nameOf } = useLibrary();
  const block = hunk[side];
  if (!block) return text.nothing;
  // The comparison runs from theirs to ours.
  if (hunk.diff.change === 'changed' && hunk.diff.words) {
    return <Differences spans={hunk.diff.spans} side={side === 'mine' ? 'added' : 'removed'} />;
  }
  return blockText(block, nameOf) || text.empty;
}

type ChoiceProps = {
  name: string;
  by: string;
  value: Side | 'both';
  both?: boolean;
  set: (side: Side | 'both') => void;
  mine: React.ReactNode;
  theirs: React.ReactNode;
};

function Choice({ name, by, value, both = false, set, mine, theirs }: ChoiceProps) {
  const options: [Side | 'both', string][] = [
    ['mine', text.mine],
    ['theirs', text.theirs(by)],
    ...(both ? [['both', text.both] as [Side | 'both', string]] : []),
  ];
  return (
    <fieldset className="desk-choice">
      <legend>{name}</legend>
      <div className="desk-row">
        {options.map(([side, label]) => (
          <label key={side}>
            <input type="radio" checked={value === side} onChange={() => set(side)} /> {label}
          </label>
        ))}
      </div>
      <div className="desk-diff-row">
        <div className={value === 'theirs' ? 'is-left' : 'is-taken'}>{mine}</div>
        <div className={value === 'mine' ? 'is-left' : 'is-taken'}>{theirs}</div>
      </div>
    </fieldset>
  );
}
