import { sql } from '#db/client.ts';
import type { BeaconResult } from './beacons.ts';
import { startBeacons, startLoadGenerator } from './children.ts';
import { Inspector } from './inspector.ts';
import type { LoadResult } from './load.ts';
import { type Check, type Part, progress } from './part.ts';
import { processorTimeOf } from './process.ts';
import { count, median, megabytes, milliseconds, spread } from './statistics.ts';

const aim = 10_000;
/** What an instance must answer beside pages wherever it runs; more is shown, and depends on the machine. */
const sure = 5_000;
/** Story pages that are read meanwhile, a second. */
const readsPerSecond = 400;
/**
 * A flood of beacons of stories that do not exist may leave so much behind, in bytes, when everything that is garbage has been
 * collected: the tables of what was counted lately.
 */
const mayHold = 64 * 1024 * 1024;

type Round = { calm: LoadResult; busy: LoadResult; beacons: BeaconResult; microseconds: number };

/** Reading beacons beside reading. */
export const reads: Part = {
  name: 'reads',
  title: 'Counting reads',
  patience: 420,
  async run(bench, { quick }) {
    const site = await bench.site();
    const load = startLoadGenerator();
    const beacons = startBeacons();
    const { hostname: host, port } = new URL(site.url);
    const paths = spread(site.samples.stories, 60);
    const stories = site.samples.stories.map((path) => Number(path.split('/').at(-1)));
    const [rounds, seconds] = quick ? [1, 3] : [3, 6];
    let number = 0;
    const send = (perSecond: number, of: number[], length = seconds) =>
      beacons.perform({ host, port: Number(port), perSecond, seconds: length, stories: of, round: ++number });
    const read = (seed: number) =>
      load.perform({ kind: 'paced', url: site.url, paths, perSecond: readsPerSecond, seconds, seed });
    try {
      // Every page is stored, the code is warm, and tables and sockets have the size that they keep.
      await read(1);
      await Promise.all([read(2), send(aim, stories, 2)]);
      const measured = new Map<number, Round[]>();
      let sent = 0;
      const before = await countedBy();
      for (const perSecond of [1_000, sure, aim]) {
        const own: Round[] = [];
        for (let n = 0; n < rounds; n++) {
          progress(`reads: ${count(perSecond)} beacons a second, round ${n + 1} of ${rounds}`);
          const calm = await read(10 + n);
          const used = await processorTimeOf(site.pid);
          const [busy, told] = await Promise.all([read(10 + n), send(perSecond, stories)]);
          const more = (await processorTimeOf(site.pid)) - used;
          sent += told.accepted;
          own.push({ calm, busy, beacons: told, microseconds: (more / told.sent) * 1e6 });
        }
        measured.set(perSecond, own);
      }
      const counted = (await countedBy()) - before;
      const inspector = await Inspector.open(site.pid, site.output);
      const held = await inspector.heapAfterCollection();
      progress('reads: a flood of stories that do not exist');
      const flood = Array.from({ length: 1_000_000 }, (_, n) => 100_000_000 + n);
      await send(aim, flood, quick ? 5 : 30);
      const after = await inspector.heapAfterCollection();
      inspector.close();
      return outcome(measured, { sent, counted, held, after });
    } finally {
      beacons.stop();
      load.stop();
    }
  },
};

/** Reads in the database once two batches have had their time: it is asked until it no longer grows. */
async function countedBy(): Promise<number> {
  for (let last = -1; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const [row] = await sql<{ reads: number }[]>`select coalesce(sum(reads), 0)::int as reads from read_hour`;
    if (row?.reads === last) return last;
    last = row?.reads ?? 0;
  }
}

type Sums = { sent: number; counted: number; held: number; after: number };

function outcome(measured: Map<number, Round[]>, { sent, counted, held, after }: Sums) {
  const of = (rounds: readonly Round[], pick: (round: Round) => number) => median(rounds.map(pick));
  const rate = ({ beacons }: Round) => beacons.accepted / beacons.seconds;
  const usual = measured.get(sure) ?? [];
  const slower = ({ calm, busy }: Round) => busy.p50 / calm.p50;
  const wrong = [...measured.values()].flat().reduce((sum, { calm, busy }) => sum + calm.wrong + busy.wrong, 0);
  const checks: Check[] = [
    {
      rule: `beacons answered of ${count(sure)} a second >= ${count(0.9 * sure)}`,
      holds: of(usual, rate) >= 0.9 * sure,
      found: count(of(usual, rate)),
    },
    {
      rule: 'p50 of story pages beside so many, against without <= 2',
      holds: of(usual, slower) <= 2,
      found: of(usual, slower).toFixed(2),
    },
    { rule: 'every page was answered', holds: wrong === 0, found: `${wrong} were not` },
    {
      rule: 'every beacon that was accepted is counted, once',
      holds: counted === sent,
      found: `${count(counted)} of ${count(sent)}`,
    },
    {
      rule: `memory that a flood of made-up stories leaves held <= ${megabytes(mayHold)}`,
      holds: after - held <= mayHold,
      found: megabytes(after - held),
    },
  ];
  return {
    method: `${readsPerSecond} stored story pages a second are read, without beacons and with them in turn; every beacon is another reader’s, of any story of the demo newsroom. Then made-up stories flood it.`,
    tables: [
      {
        reading:
          'Milliseconds of the story pages, medians of the rounds. Both generators, the server and the database share the machine: what a beacon costs the server is in the last column (with the share of the pages read meanwhile).',
        head: [
          'beacons/s asked',
          'answered/s',
          'p50 without',
          'p50 with',
          'ratio',
          'p99 without',
          'p99 with',
          'ratio',
          'µs/beacon',
        ],
        rows: [...measured].map(([perSecond, rounds]) => [
          count(perSecond),
          count(of(rounds, rate)),
          milliseconds(of(rounds, ({ calm }) => calm.p50)),
          milliseconds(of(rounds, ({ busy }) => busy.p50)),
          of(rounds, ({ calm, busy }) => busy.p50 / calm.p50).toFixed(2),
          milliseconds(of(rounds, ({ calm }) => calm.p99)),
          milliseconds(of(rounds, ({ busy }) => busy.p99)),
          of(rounds, ({ calm, busy }) => busy.p99 / calm.p99).toFixed(2),
          of(rounds, ({ microseconds }) => microseconds).toFixed(0),
        ]),
      },
    ],
    checks,
  };
}
