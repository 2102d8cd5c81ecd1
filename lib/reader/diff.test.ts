import { describe, expect, it } from 'vitest';
import { type Drawn, difference } from './diff.ts';

const list = (...items: string[]): Drawn[] => items.map((item) => ({ id: item.replace(/\D/g, ''), markup: item }));

describe('what changed in a panel', () => {
  it('is nothing where every item is drawn as before', () => {
    expect(difference(list('a1', 'a2'), list('a1', 'a2'))).toMatchObject({ same: true, added: [] });
  });

  it('names a new story and keeps the others', () => {
    const found = difference(list('a3', 'a2', 'a1'), list('a4', 'a3', 'a2'));
    expect(found).toMatchObject({ same: false, added: ['4'] });
    expect([...found.kept]).toEqual(['3', '2']);
  });

  it('redraws a retitled story without calling it new', () => {
    const found = difference(list('a2', 'a1'), list('b2', 'a1'));
    expect(found).toMatchObject({ same: false, added: [] });
    expect([...found.kept]).toEqual(['1']);
  });

  it('sees that a story was withdrawn and that the order changed', () => {
    expect(difference(list('a2', 'a1'), list('a1')).same).toBe(false);
    expect(difference(list('a2', 'a1'), list('a1', 'a2'))).toMatchObject({ same: false, added: [] });
  });

  it('calls everything new where there was nothing', () => {
    expect(difference([], list('a1', 'a2')).added).toEqual(['1', '2']);
  });
});
