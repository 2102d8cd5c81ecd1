import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { revalidateEverything } from '#lib/newsroom/index.ts';
import { ask } from '#lib/testing/http.ts';
import { startLoadGenerator } from './children.ts';
import { Inspector } from './inspector.ts';
import type { LoadResult, Mix } from './load.ts';
import { atMost, type Part, progress } from './part.ts';
import { memoryOf } from './process.ts';
import type { BenchSite } from './site.ts';
import { count, megabytes, spread } from './statistics.ts';

/** Shares of the requests: half of them ask for what does not exist. */
const shares = { known: 0.3, unchanged: 0.2, unknown: 0.44, absent: 0.06 };
/** To begin with: what is remembered of stories that do not exist is bounded, and is to have reached its bound. */
const sharesAtFirst = { known: 0.2, unchanged: 0.1, unknown: 0.1, absent: 0.6 };
/** Bound of cached answers, in bytes: less than usual (64 MB), so that this one too is reached before it is measured. */
const answersBound = 4 * 1024 * 1024;
const tranche = 100_000;
/** Milliseconds between two events that make every page and every answer stale while the load goes on. */
const eventEvery = 10_000;
/** What a flat line may swing by. */
const tolerance = { heap: 0.05, resident: 0.1, disk: 0.05 };

type Sample = { requests: number; heap: number; resident: number; peak: number; disk: number; files: number };

/** Memory and disk of the server over a million requests. */
export const memory: Part = {
  name: 'memory',
  title: 'Memory and disk',
  patience: 1500,
  async run(bench, { quick }) {
    await bench.stopSite();
    const site = await bench.site({ CACHE_DATA_BYTES: String(answersBound) });
    const asked = await askedOf(site);
    const inspector = await Inspector.open(site.pid, site.output);
    const load = startLoadGenerator();
    const samples: Sample[] = [];
    const results: LoadResult[] = [];
    const [warm, measured] = quick ? [1, 2] : [4, 10];
    let events = 0;
    const invalidating = setInterval(() => {
      void revalidateEverything('bench');
      events += 1;
    }, eventEvery);
    try {
      for (let n = -warm; n <= measured; n++) {
        if (n >= 0) samples.push(await sample(site, inspector, n * tranche));
        if (n === measured) break;
        progress(`memory: ${count((n + warm) * tranche)} requests`);
        // No address of something that does not exist is asked for twice.
        const result = await load.perform({
          kind: 'mixed',
          url: site.url,
          amount: tranche,
          mix: mixOf(asked, n === -warm ? sharesAtFirst : shares),
          seed: 7_000 + n + warm,
        });
        if (n >= 0) results.push(result);
        else events = 0;
      }
    } finally {
      clearInterval(invalidating);
      load.stop();
      inspector.close();
    }
    return outcome(samples, results, events, warm * tranche);
  },
};

type Shares = typeof shares;
type Asked = { paths: string[]; pages: { path: string; etag: string }[] };

/** Pages that exist, and what a reader holds who has seen them. */
async function askedOf({ url, samples }: BenchSite): Promise<Asked> {
  const types = Object.entries(samples.pages).filter(([page]) => page !== 'not found' && page !== 'withdrawn');
  const paths = [...types.map(([, path]) => path), ...spread(samples.stories, 60)];
  const pages: Asked['pages'] = [];
  for (const path of paths) {
    const { headers } = await ask(url + path, { headers: { 'accept-encoding': 'gzip' } });
    pages.push({ path, etag: headers.etag ?? '*' });
  }
  return { paths, pages };
}

function mixOf({ paths, pages }: Asked, of: Shares): Mix {
  return {
    known: { share: of.known, paths },
    unchanged: { share: of.unchanged, pages },
    unknown: { share: of.unknown },
    absent: { share: of.absent },
  };
}

async function sample(site: BenchSite, inspector: Inspector, requests: number): Promise<Sample> {
  const { resident, peak } = await memoryOf(site.pid);
  const heap = await inspector.heapAfterCollection();
  return { requests, heap, resident, peak, ...(await diskUse(path.join(site.dataDir, 'cache'))) };
}

async function diskUse(folder: string): Promise<{ disk: number; files: number }> {
  const use = { disk: 0, files: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // A page may be replaced between the two looks.
    const size = await stat(path.join(entry.parentPath, entry.name)).then(
      (found) => found.size,
      () => 0,
    );
    use.disk += size;
    use.files += 1;
  }
  return use;
}

function outcome(samples: Sample[], results: LoadResult[], events: number, warm: number) {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last) throw new Error('Nothing was measured.');
  const statuses = results.flatMap((result) => Object.entries(result.statuses));
  const answers = (status: string) => statuses.reduce((sum, [one, times]) => sum + (one === status ? times : 0), 0);
  const total = results.reduce((sum, { requests }) => sum + requests, 0);
  const wrong = results.reduce((sum, result) => sum + result.wrong, 0);
  const growth = (pick: (of: Sample) => number) => pick(last) / pick(first) - 1;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    method:
      `The server runs with a bound of ${megabytes(answersBound)} for cached answers (\`CACHE_DATA_BYTES\`), so that every bound is reached before the measurement begins. After ${count(warm)} requests to warm up, ${count(total)} more over 50 connections: ${percent(shares.known)} of pages, ${percent(shares.unchanged)} of pages that the reader has already, ` +
      `${percent(shares.unknown)} of addresses that no route has and ${percent(shares.absent)} of stories that do not exist, each of these asked for once. Meanwhile ${events} events made every page and every answer stale. ` +
      `Answered: ${count(answers('200'))} with 200, ${count(answers('304'))} with 304, ${count(answers('404'))} with 404.`,
    tables: [
      {
        reading:
          'Heap: what JavaScript still holds after a forced collection; a leak would show here as a rising line. Resident: all memory of the process before that collection (`VmRSS`), with what V8 has not given back. Disk: stored pages.',
        head: ['requests', 'heap', 'resident', 'peak', 'disk', 'files'],
        rows: samples.map(({ requests, heap, resident, peak, disk, files }) => [
          count(requests),
          megabytes(heap),
          megabytes(resident),
          megabytes(peak),
          megabytes(disk),
          count(files),
        ]),
      },
    ],
    checks: [
      atMost(
        'growth of the heap over the run',
        growth(({ heap }) => heap),
        tolerance.heap,
        percent,
      ),
      atMost(
        'growth of resident memory over the run',
        growth(({ resident }) => resident),
        tolerance.resident,
        percent,
      ),
      atMost(
        'growth of stored pages on disk',
        growth(({ disk }) => disk),
        tolerance.disk,
        percent,
      ),
      { rule: 'no answer is a server error, and none is missing', holds: wrong === 0, found: `${count(wrong)} wrong` },
    ],
  };
}
