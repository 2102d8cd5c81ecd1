import autocannon from 'autocannon';
import { percentile } from './statistics.ts';

/**
 * The load generator, in a process of its own: `fork()` it, send it a job, receive its result. It ends with its parent.
 */
export type Job =
  | { kind: 'steady'; url: string; headers: Record<string, string>; seconds: number; expected: number }
  | { kind: 'paced'; url: string; paths: string[]; perSecond: number; seconds: number; seed: number }
  | { kind: 'mixed'; url: string; amount: number; mix: Mix; seed: number };

/** Shares add up to 1. */
export type Mix = {
  /** Known addresses, asked for as they are. */
  known: { share: number; paths: string[] };
  /** The same with the tag of what the reader has already. */
  unchanged: { share: number; pages: { path: string; etag: string }[] };
  /** Addresses that no route has. */
  unknown: { share: number };
  /** Addresses that look like a story's and are none's. */
  absent: { share: number };
};

export type LoadResult = {
  requests: number;
  seconds: number;
  p50: number;
  p99: number;
  statuses: Record<number, number>;
  /** Answers of another status than expected, connections that broke, requests that were never answered. */
  wrong: number;
  /** Share of one core that the generator itself used. */
  busy: number;
};

const connections = 50;

process.on('message', (job: Job) => {
  perform(job).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.stack ?? error.message }),
  );
});
process.on('disconnect', () => process.exit());

async function perform(job: Job): Promise<LoadResult> {
  const common = { url: job.url, connections, pipelining: 1, timeout: 30, sampleInt: 100 };
  const statuses: Record<number, number> = {};
  const times: number[] = [];
  let first = 0;
  let last = 0;
  const usedBefore = process.cpuUsage();
  const run = autocannon({ ...common, ...work(job) });
  run.on('response', (_client, status, _bytes, milliseconds) => {
    last = performance.now();
    first ||= last;
    times.push(milliseconds);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  const { errors, timeouts } = await run;
  const used = process.cpuUsage(usedBefore);
  const seconds = (last - first) / 1000;
  const unexpected = job.kind === 'steady' ? times.length - (statuses[job.expected] ?? 0) : serverErrors(statuses);
  return {
    requests: times.length,
    seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    statuses,
    wrong: unexpected + errors + timeouts,
    busy: (used.user + used.system) / 1e6 / seconds,
  };
}

function work(job: Job) {
  switch (job.kind) {
    case 'steady':
      return { duration: job.seconds, headers: job.headers };
    case 'paced': {
      const mix: Mix = {
        known: { share: 1, paths: job.paths },
        unchanged: { share: 0, pages: [] },
        unknown: { share: 0 },
        absent: { share: 0 },
      };
      return {
        duration: job.seconds,
        overallRate: job.perSecond,
        requests: [{ setupRequest: requestsOf(mix, job.seed) }],
      };
    }
    case 'mixed':
      return { amount: job.amount, requests: [{ setupRequest: requestsOf(job.mix, job.seed) }] };
  }
}

function serverErrors(statuses: Record<number, number>): number {
  return Object.entries(statuses).reduce((sum, [status, times]) => sum + (Number(status) >= 500 ? times : 0), 0);
}

type Request = { path?: string; headers?: Record<string, string> };

/** Draws requests by their shares, the same ones for the same seed. */
function requestsOf({ known, unchanged, unknown }: Mix, seed: number): (request: Request) => Request {
  const random = randomFrom(seed);
  const oneOf = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T;
  const gzip = { 'accept-encoding': 'gzip' };
  let made = 0;
  return (request) => {
    const draw = random();
    made += 1;
    if (draw < known.share) return { ...request, path: oneOf(known.paths), headers: gzip };
    if (draw < known.share + unchanged.share) {
      const { path, etag } = oneOf(unchanged.pages);
      return { ...request, path, headers: { ...gzip, 'if-none-match': etag } };
    }
    const name = `${seed}${made.toString(36)}`;
    if (draw < known.share + unchanged.share + unknown.share) {
      return {
        ...request,
        path: oneOf([`/${name}.php`, `/news/${name}?id=${made}`, `/article/${name}x`, `/section/local/${name}`]),
      };
    }
    return { ...request, path: `/article/${seed}${String(made).padStart(7, '0')}` };
  };
}

/** Mulberry32: small, and even enough to draw from. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
