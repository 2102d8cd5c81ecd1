import type { BlockNode } from '#db/schema/body.ts';
import { type BlockDiff, diffBodies, type FieldName, fieldNames } from './diff.ts';
import { canonical, type Draft } from './draft.ts';

export type Side = 'mine' | 'theirs';

/** Where two texts agree, or one block that is in one of them alone or not the same in both. */
export type Hunk =
  | { kind: 'same'; blocks: BlockNode[] }
  | { kind: 'differs'; id: number; mine: BlockNode | null; theirs: BlockNode | null; diff: BlockDiff };

/** For every field and hunk that differs, whose is taken; `both` puts theirs after mine. */
export type Choices = { fields: Partial<Record<FieldName, Side>>; hunks: Record<number, Side | 'both'> };

export type Conflict = { fields: FieldName[]; hunks: Hunk[] };

/** Where two drafts of one story differ. */
export function conflictOf(mine: Draft, theirs: Draft): Conflict {
  const fields = fieldNames.filter((field) => canonical(mine[field]) !== canonical(theirs[field]));
  const hunks: Hunk[] = [];
  for (const diff of diffBodies(theirs.body, mine.body, (what, id) => `${what} ${id}`)) {
    const last = hunks.at(-1);
    if (diff.change !== 'same') {
      const theirs = diff.change === 'added' ? null : diff.before;
      hunks.push({
        kind: 'differs',
        id: hunks.length,
        mine: diff.change === 'removed' ? null : diff.after,
        theirs,
        diff,
      });
    } else if (last?.kind === 'same') last.blocks.push(diff.block);
    else hunks.push({ kind: 'same', blocks: [diff.block] });
  }
  return { fields, hunks };
}

/**
 * What to propose: where only one of the two changed what both began with, that one; where both did, ours. `base` is the text
 * that both grew from.
 */
export function proposal(conflict: Conflict, mine: Draft, base: Draft | null): Choices {
  const changedByMe = (field: FieldName) => base === null || canonical(mine[field]) !== canonical(base[field]);
  const known = new Set(base?.body.content.map((block) => canonical(block)) ?? []);
  return {
    fields: Object.fromEntries(conflict.fields.map((field) => [field, changedByMe(field) ? 'mine' : 'theirs'])),
    hunks: Object.fromEntries(
      conflict.hunks.flatMap((hunk): [number, Side][] => {
        if (hunk.kind === 'same') return [];
        // A block of ours that both began with was changed or taken out by them; one of theirs that we lack and both began
        // with was taken out by us.
        const began = (block: BlockNode) => base !== null && known.has(canonical(block));
        const took =
          hunk.mine === null ? hunk.theirs !== null && base !== null && !began(hunk.theirs) : began(hunk.mine);
        return [[hunk.id, took ? 'theirs' : 'mine']];
      }),
    ),
  };
}

/** The draft that the choices make. What was not chosen is ours. */
export function merged(conflict: Conflict, choices: Choices, mine: Draft, theirs: Draft): Draft {
  const theirFields = conflict.fields.filter((field) => choices.fields[field] === 'theirs');
  const content = conflict.hunks.flatMap((hunk) => {
    if (hunk.kind === 'same') return hunk.blocks;
    const choice = choices.hunks[hunk.id] ?? 'mine';
    const taken = choice === 'both' ? [hunk.mine, hunk.theirs] : [hunk[choice]];
    return taken.filter((block) => block !== null);
  });
  return {
    ...mine,
    ...Object.fromEntries(theirFields.map((field) => [field, theirs[field]])),
    body: { type: 'doc', content },
  };
}
