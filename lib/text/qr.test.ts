import { expect, it } from 'vitest';
import { strokes } from './qr.ts';

it('A code as strokes covers exactly its dark modules', () => {
  const rows = ['110', '000', '011', '101'].map((line) => [...line].map((module) => module === '1'));
  expect(draw(strokes(rows), 3, 4)).toEqual(['110', '000', '011', '101']);
});

/** Follows `M`, `m` and `h` as SVG does. */
function draw(path: string, width: number, height: number): string[] {
  const grid = Array.from({ length: height }, () => Array<string>(width).fill('0'));
  let x = 0;
  let y = 0;
  for (const [, command, first, second] of path.matchAll(/([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    if (command === 'M') [x, y] = [Number(first), Number(second)];
    if (command === 'm') [x, y] = [x + Number(first), y + Number(second)];
    if (command === 'h') {
      grid[Math.floor(y)]?.fill('1', x, x + Number(first));
      x += Number(first);
    }
  }
  return grid.map((line) => line.join(''));
}
