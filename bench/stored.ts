import { ask } from '#lib/testing/http.ts';
import type { PreparedAnswer } from './bare.ts';
import { type BareServer, type LoadGenerator, startBareServer, startLoadGenerator } from './children.ts';
import type { LoadResult } from './load.ts';
import { type Part, progress, type Table } from './part.ts';
import { processorTimeOf } from './process.ts';
import type { BenchSite } from './site.ts';
import { count, kilobytes, median, milliseconds } from './statistics.ts';

type Case = { page: string; form: string; path: string; headers: Record<string, string>; answer: PreparedAnswer };
type Round = LoadResult & { perSecond: number; microseconds: number };
type Compared = Case & { rounds: { site: Round; bare: Round }[] };

/** Stored pages against the same bytes from a bare server. */
export const stored: Part = {
  name: 'stored',
  title: 'Stored pages',
  patience: 600,
  async run(bench, { quick }) {
    const site = await bench.site();
    const cases = await casesOf(site);
    const bare = await startBareServer(cases.map(({ answer }) => answer));
    const load = startLoadGenerator();
    const [rounds, seconds] = quick ? [1, 1] : [4, 2];
    try {
      const compared: Compared[] = [];
      for (const [n, one] of cases.entries()) {
        progress(`stored pages: ${one.page}, ${one.form}`);
        compared.push(await compare(one, `/${n}`, { site, bare, load, rounds, seconds }));
      }
      return outcome(compared, rounds, seconds);
    } finally {
      load.stop();
      bare.stop();
    }
  },
};

async function casesOf({ url, samples }: BenchSite): Promise<Case[]> {
  const cases: Case[] = [];
  const pages = { front: '/', section: samples.section, story: samples.story };
  for (const [page, path] of Object.entries(pages)) {
    // Asked for twice: the first answer may be the one that was rendered for it.
    await ask(url + path);
    const { etag = '' } = (await ask(url + path)).headers;
    const forms: [string, Record<string, string>][] = [
      ['gzip', { 'accept-encoding': 'gzip' }],
      ['identity', { 'accept-encoding': 'identity' }],
      ['304', { 'accept-encoding': 'gzip', 'if-none-match': etag }],
    ];
    for (const [form, headers] of forms) {
      const answer = await ask(url + path, { headers });
      if (answer.headers['x-page'] !== 'HIT') throw new Error(`${path} does not come from the store.`);
      cases.push({
        page,
        form,
        path,
        headers,
        answer: { status: answer.status, headers: withoutConnection(answer.rawHeaders), body: answer.body },
      });
    }
  }
  return cases;
}

/** Headers that Node's server adds by itself on both sides. */
const ofConnection = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

function withoutConnection(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, n) => !ofConnection.has((rawHeaders[n - (n % 2)] ?? '').toLowerCase()));
}

type Parties = { site: BenchSite; bare: BareServer; load: LoadGenerator; rounds: number; seconds: number };

/** Rounds in turn, A-B-A-B: what the machine does meanwhile strikes both alike. */
async function compare(one: Case, barePath: string, { site, bare, load, rounds, seconds }: Parties): Promise<Compared> {
  const round = async (url: string, pid: number, length: number): Promise<Round> => {
    const before = await processorTimeOf(pid);
    const { headers, answer } = one;
    const result = await load.perform({ kind: 'steady', url, headers, seconds: length, expected: answer.status });
    const used = (await processorTimeOf(pid)) - before;
    return { ...result, perSecond: result.requests / result.seconds, microseconds: (used / result.requests) * 1e6 };
  };
  const both = async (length: number) => ({
    site: await round(site.url + one.path, site.pid, length),
    bare: await round(bare.url + barePath, bare.pid, length),
  });
  await both(1);
  const compared: Compared = { ...one, rounds: [] };
  for (let n = 0; n < rounds; n++) compared.rounds.push(await both(seconds));
  return compared;
}

function outcome(all: Compared[], rounds: number, seconds: number) {
  const table: Table = {
    reading:
      'Ratio: requests a second of the site, divided by those of the bare server in the round beside it; the median of the rounds, and the lowest and highest of them. ' +
      'CPU ratio: processor time that the bare server spends on an answer, divided by that of the site; it does not depend on how much of the machine the generator takes. 1 is as good as Node gets.',
    head: [
      'page',
      'ratio',
      'lowest – highest',
      'CPU ratio',
      'site req/s',
      'bare req/s',
      'site p99 ms',
      'bare p99 ms',
      'site µs/answer',
      'bytes',
    ],
    rows: all.map(({ page, form, answer, rounds: pairs }) => {
      const of = (pick: (pair: (typeof pairs)[number]) => number) => pairs.map(pick);
      const ratios = of(({ site, bare }) => site.perSecond / bare.perSecond);
      return [
        `${page}, ${form}`,
        median(ratios).toFixed(2),
        `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`,
        median(of(({ site, bare }) => bare.microseconds / site.microseconds)).toFixed(2),
        count(median(of(({ site }) => site.perSecond))),
        count(median(of(({ bare }) => bare.perSecond))),
        milliseconds(median(of(({ site }) => site.p99))),
        milliseconds(median(of(({ bare }) => bare.p99))),
        median(of(({ site }) => site.microseconds)).toFixed(0),
        answer.body.length === 0 ? '-' : kilobytes(answer.body.length),
      ];
    }),
  };
  const pairs = all.flatMap((one) => one.rounds);
  const wrong = pairs.reduce((sum, { site, bare }) => sum + site.wrong + bare.wrong, 0);
  const busy = median(pairs.flatMap(({ site, bare }) => [site.busy, bare.busy]));
  return {
    method:
      `autocannon, 50 connections, pipelining 1, in a process of its own; the bare server is Node's \`http\` in a process of its own, sending the same bytes with the same headers. ` +
      `One second of warming up, then ${rounds} rounds of ${seconds} s of each in turn.`,
    tables: [table],
    checks: [
      { rule: 'every answer has the status that was expected', holds: wrong === 0, found: `${count(wrong)} wrong` },
    ],
    notes: [
      `The generator shares the machine's cores with the server and used ${(busy * 100).toFixed(0)} % of one core itself: where it is near 100 %, requests a second are its limit and not the server's, and the CPU ratio is the one to read.`,
    ],
  };
}
