import { describe, expect, it } from 'vitest';
import { chapter, plainTable, withChapters } from './report.ts';

const table = {
  reading: 'Higher is better.',
  head: ['page', 'ratio'],
  rows: [
    ['front', '0.9'],
    ['a | b', '0.85'],
  ],
};

describe('the report', () => {
  it('aligns a table for the terminal', () => {
    expect(plainTable(table)).toBe('page   ratio\n-----  -----\nfront    0.9\na | b   0.85');
  });

  it('says how it was measured, how to read it, and what does not hold', () => {
    const text = chapter({
      title: 'Stored pages',
      command: 'npm run bench -- stored',
      date: '2026-11-22',
      seconds: 12.4,
      outcome: {
        method: 'By load.',
        tables: [table],
        checks: [
          { rule: 'a <= 1', holds: true, found: '0.5' },
          { rule: 'b <= 1', holds: false, found: '2' },
        ],
        notes: ['Loopback only.'],
      },
    });
    expect(text).toBe(
      [
        '## Stored pages',
        '`npm run bench -- stored`, 2026-11-22, 12 s. By load.',
        'Higher is better.\n\n| page | ratio |\n| --- | ---: |\n| front | 0.9 |\n| a \\| b | 0.85 |',
        'Must hold:\n\n- holds: a <= 1 (found 0.5)\n- **does not hold**: b <= 1 (found 2)',
        '- Loopback only.',
      ].join('\n\n'),
    );
  });

  it('puts a new chapter in its place and leaves the others as they were', () => {
    const before = withChapters(
      '',
      '# Bench',
      new Map([
        ['B', '## B\n\nold b'],
        ['A', '## A\n\nold a'],
      ]),
      ['A', 'B', 'C'],
    );
    expect(before).toBe('# Bench\n\n## A\n\nold a\n\n## B\n\nold b\n');
    const after = withChapters(before, '# Bench 2', new Map([['B', '## B\n\nnew b']]), ['C', 'B', 'A']);
    expect(after).toBe('# Bench 2\n\n## B\n\nnew b\n\n## A\n\nold a\n');
  });
});
