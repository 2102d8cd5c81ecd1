import { expect, it } from 'vitest';
import { Lru } from './lru.ts';

it('a bounded map lets go of what was unused for longest', () => {
  const map = new Lru<string>(6, (value) => value.length);
  map.set('a', 'aa');
  map.set('b', 'bb');
  map.set('c', 'cc');
  map.get('a');
  map.set('d', 'dd');
  expect(['a', 'b', 'c', 'd'].filter((key) => map.get(key))).toEqual(['a', 'c', 'd']);
  map.set('huge', 'x'.repeat(7));
  expect(map.get('huge')).toBeUndefined();
  expect(map.size).toBe(6);
});
