import { describe, expect, it } from 'vitest';
import { drawPlan, parsePlans, shapeOf, summarisePlan } from './plans.ts';

const log = `2026-11-22 12:00:00.000 UTC [77] LOG:  checkpoint starting: time
2026-11-22 12:00:01.000 UTC [78] LOG:  duration: 0.214 ms  plan:
\t{
\t  "Query Text": "select 1\\nfrom story",
\t  "Plan": {
\t    "Node Type": "Nested Loop",
\t    "Actual Rows": 20.00,
\t    "Actual Loops": 1,
\t    "Actual Total Time": 0.2,
\t    "Shared Hit Blocks": 84,
\t    "Shared Read Blocks": 2,
\t    "Plans": [
\t      { "Node Type": "Index Only Scan", "Relation Name": "list_entry", "Index Name": "list_entry_pkey",
\t        "Index Cond": "(list = 'site'::list_kind)", "Actual Rows": 20.00, "Actual Loops": 1, "Actual Total Time": 0.05,
\t        "Shared Hit Blocks": 4, "Shared Read Blocks": 0 },
\t      { "Node Type": "Seq Scan", "Relation Name": "source", "Rows Removed by Filter": 7, "Actual Rows": 0.5,
\t        "Actual Loops": 20, "Actual Total Time": 0.01, "Shared Hit Blocks": 20, "Shared Read Blocks": 0 }
\t    ]
\t  }
\t}
2026-11-22 12:00:02.000 UTC [78] LOG:  duration: 0.010 ms  plan:
\t{
\t  "Query Text": "select 2",
\t  "Plan": { "Node Type": "Result", "Actual Rows": 1, "Actual Loops": 1, "Actual Total Time": 0.001 }
\t}
`;

describe('plans in the server’s log', () => {
  const [first, second] = parsePlans(log);

  it('are read with their SQL, in their order', () => {
    expect([first?.sql, second?.sql]).toEqual(['select 1\nfrom story', 'select 2']);
    expect(parsePlans('nothing happened\n')).toEqual([]);
  });

  it('say which indexes were used, which tables were read whole, and how much was read', () => {
    expect(first && summarisePlan(first.root)).toEqual({
      indexes: ['list_entry_pkey'],
      scanned: ['source'],
      blocks: 86,
    });
    expect(second && summarisePlan(second.root)).toEqual({ indexes: [], scanned: [], blocks: 0 });
  });

  it('can be drawn and told apart', () => {
    expect(first && drawPlan(first.root)).toBe(
      [
        'Nested Loop (20 rows, 0.20 ms, 86 blocks)',
        '  Index Only Scan using list_entry_pkey on list_entry (20 rows, 0.05 ms, 4 blocks)',
        "    : (list = 'site'::list_kind)",
        '  Seq Scan on source (0.5 rows × 20, 7 left out, 0.01 ms, 20 blocks)',
      ].join('\n'),
    );
    expect(first && shapeOf(first.root)).toBe(
      'Nested Loop(Index Only Scan list_entry list_entry_pkey(),Seq Scan source())',
    );
  });
});
