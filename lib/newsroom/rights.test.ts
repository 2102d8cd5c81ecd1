import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Actor, type Role, roles } from './actor.ts';
import {
  type HouseAct,
  houseActs,
  may,
  type RightFacts,
  readerStates,
  type StoryAct,
  storyActs,
  workStages,
} from './rights.ts';

/** The table for people, which the table in code must equal. */
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/desk.md'), 'utf8');
const lines = page
  .split('\n')
  .filter((line) => /^\| [a-z-]+ \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const storyLines = lines.filter(([act]) => storyActs.includes(act as StoryAct));
const houseLines = lines.filter(([act]) => houseActs.includes(act as HouseAct));

const actor = (role: Role, sectionIds: number[] | null = null): Actor => ({ id: 'u', name: '某人', role, sectionIds });
const reviewsUpTo: Record<Role, number> = { reporter: 0, editor: 1, director: 2, chief: 3, admin: 0 };

/** What the table for people says. */
function promised(role: Role, act: StoryAct, facts: RightFacts): boolean {
  return storyLines.some(([name, stages = '', readers = '', ...cells]) => {
    const cell = cells[roles.indexOf(role)];
    return (
      name === act &&
      (stages === 'any' || stages.split(', ').includes(facts.stage)) &&
      (readers === 'any' || readers.split(', ').includes(facts.readers)) &&
      (cell === '全部' || cell === (facts.own ? '自己' : '他人')) &&
      (!stages.includes('in turn') || reviewsUpTo[role] >= (facts.level ?? 1))
    );
  });
}

const situations: RightFacts[] = workStages.flatMap((stage) =>
  readerStates.flatMap((readers) =>
    [true, false].flatMap((own) => [1, 2, 3].map((level) => ({ stage, readers, own, level, sections: [7, 3] }))),
  ),
);
const pairs = roles.flatMap((role) => storyActs.map((act) => [role, act] as const));

describe('rights over stories', () => {
  it('are written down for people, every act', () => {
    expect(new Set(storyLines.map(([act]) => act))).toEqual(new Set(storyActs));
    expect(houseLines.map(([act]) => act)).toEqual([...houseActs]);
  });

  it.each(pairs)('of %s to %s are what the table says, in every situation', (role, act) => {
    for (const facts of situations) {
      const verdict = may(actor(role), act, facts);
      expect({ ...facts, allowed: verdict.ok }).toEqual({ ...facts, allowed: promised(role, act, facts) });
      if (!verdict.ok) expect(verdict.message).toMatch(/^[一-鿿].*。$/);
    }
  });

  it.each(pairs)('of %s to %s hold in the own sections and below, and nowhere else', (role, act) => {
    for (const facts of situations.filter((each) => promised(role, act, each))) {
      // The story stands in 7, which is below 3.
      for (const sectionIds of [[7], [3], [9, 3]]) expect(may(actor(role, sectionIds), act, facts).ok).toBe(true);
      for (const sectionIds of [[], [9], [70]])
        expect(may(actor(role, sectionIds), act, facts)).toMatchObject({ ok: false, code: 'not-your-section' });
    }
  });

  it('let nobody review, sign or publish directly what is his own, whatever the stage', () => {
    for (const role of roles)
      for (const act of ['review', 'sign', 'publish-directly'] as const)
        for (const facts of situations) if (facts.own) expect(may(actor(role), act, facts).ok).toBe(false);
  });

  it('say what is in the way', () => {
    const facts: RightFacts = { stage: 'submitted', readers: 'unpublished', own: true, sections: [3], level: 1 };
    const code = (role: Role, act: StoryAct, change: Partial<RightFacts> = {}) => {
      const verdict = may(actor(role), act, { ...facts, ...change });
      return verdict.ok ? 'allowed' : verdict.code;
    };
    expect(code('chief', 'review')).toBe('own-story');
    expect(code('editor', 'review', { own: false, stage: 'reviewed', level: 2 })).toBe('not-your-turn');
    expect(code('chief', 'review', { own: false, stage: 'signed' })).toBe('wrong-stage');
    expect(code('editor', 'send-back', { own: false, stage: 'reviewed' })).toBe('forbidden');
    expect(code('reporter', 'sign')).toBe('forbidden');
    expect(code('reporter', 'save', { own: false, stage: 'draft' })).toBe('forbidden');
  });
});

describe('taking over a lock', () => {
  it.each(roles.flatMap((role) => roles.map((holder) => [role, holder] as const)))(
    'by %s from %s needs rank',
    (role, holder) => {
      const facts: RightFacts = { stage: 'draft', readers: 'unpublished', own: false, sections: [3], holder };
      const rank = { reporter: 0, admin: 0, editor: 1, director: 2, chief: 3 };
      const expected = rank[role] >= 1 && (role === 'chief' || rank[role] > rank[holder]);
      expect(may(actor(role), 'take-over', facts).ok).toBe(expected);
    },
  );
});

describe('rights over the house', () => {
  it.each(roles.flatMap((role) => houseActs.map((act) => [role, act] as const)))(
    'of %s to %s are what the table says',
    (role, act) => {
      const cells = houseLines.find(([name]) => name === act)?.slice(1) ?? [];
      expect(may(actor(role, []), act).ok).toBe(cells[roles.indexOf(role)] === 'yes');
    },
  );
});
