import { hostile } from '#lib/search/testing.ts';
import { ask } from '#lib/testing/http.ts';
import { startLoadGenerator } from './children.ts';
import type { LoadResult } from './load.ts';
import { atMost, type Part, progress } from './part.ts';
import type { BenchSite } from './site.ts';
import { count, milliseconds, type Summary, spread, summarise } from './statistics.ts';

const searchesASecond = 100;
const readsASecond = 500;

/** Words that a newsroom of a city is asked for, the most common first; and combinations of two, of which there are many. */
const words = [
  '天水',
  '麦积山',
  '公交',
  '天气',
  '渭河',
  '伏羲',
  '秦州',
  '社区',
  '中国',
  '发展',
  '学校',
  '果园',
  '非遗',
];
const pairs = words.flatMap((one) => words.filter((other) => other !== one).map((other) => `${one} ${other}`));
const addressOf = (q: string) => `/search?q=${encodeURIComponent(q)}`;

/** What reads and searches cost each other on one instance. */
export const searching: Part = {
  name: 'searching',
  title: 'Searching while stories are read',
  patience: 300,
  async run(bench, { quick }) {
    const site = await bench.site();
    const seconds = quick ? 5 : 30;
    const stories = spread(site.samples.stories, 60);
    // As words are asked for: half of all searches are for a few of them.
    const common = words.slice(0, 5).map(addressOf);
    const asked = [...Array.from({ length: 30 }, () => common).flat(), ...[...words, ...pairs].map(addressOf)];
    for (const path of stories) await ask(site.url + path);

    progress('reading alone');
    const alone = await together(site, seconds, { stories });
    progress('reading and searching');
    const both = await together(site, seconds, { stories, searches: asked });
    progress('reading and searching for something else each time');
    const never = Array.from({ length: searchesASecond * seconds }, (_, n) => addressOf(`天水 ${n.toString(36)}`));
    const rare = await together(site, seconds, { stories, searches: never });
    progress('searching anew');
    const anew = await renderings(site, quick ? 20 : 100);

    progress('whatever is typed');
    const typed = await answersTo(site, hostile);

    const row = (name: string, result: LoadResult | null) =>
      result === null
        ? []
        : [
            [
              name,
              count(result.requests / result.seconds),
              milliseconds(result.p50),
              milliseconds(result.p99),
              count(result.statuses[200] ?? 0),
              count(result.statuses[503] ?? 0),
            ],
          ];
    return {
      method: `${readsASecond} stored stories a second for ${seconds} s from one process, and beside it ${searchesASecond} searches a second from another; half of these are for five words, the rest for ${words.length + pairs.length} words and pairs of words. Then the same with a search that nobody has asked before each time, as a flood would.`,
      tables: [
        {
          reading:
            'Milliseconds from request to the last byte. 503 is the page that says that too many search at this moment.',
          head: ['what', 'a second', 'p50 ms', 'p99 ms', '200', '503'],
          rows: [
            ...row('stories, alone', alone.stories),
            ...row('stories, beside searches', both.stories),
            ...row('searches, beside stories', both.searches),
            ...row('stories, beside a flood', rare.stories),
            ...row('searches of the flood', rare.searches),
          ],
        },
        {
          reading:
            'Searches that are in no memory, one after the other: pairs of words; and signs, escapes and floods, each answered by a page.',
          head: ['what', 'p50 ms', 'p95 ms', 'longest ms', 'searches'],
          rows: Object.entries({ 'pairs of words': anew, 'signs, escapes and floods': typed }).map(([name, times]) => [
            name,
            ...[times.p50, times.p95, times.max].map(milliseconds),
            String(times.count),
          ]),
        },
      ],
      checks: [
        atMost('stories beside searches: p99', both.stories.p99, 50, (value) => `${milliseconds(value)} ms`),
        atMost('searches beside stories: answers that are errors', both.searches?.wrong ?? 0, 0, String),
        atMost('whatever is typed: longest', typed.max, 200, (value) => `${milliseconds(value)} ms`),
        atMost('stories beside a flood: p99', rare.stories.p99, 200, (value) => `${milliseconds(value)} ms`),
      ],
    };
  },
};

type Together = { stories: LoadResult; searches: LoadResult | null };

async function together(
  { url }: BenchSite,
  seconds: number,
  { stories, searches }: { stories: string[]; searches?: string[] },
): Promise<Together> {
  const [reading, searching] = [startLoadGenerator(), startLoadGenerator()];
  try {
    const paced = (paths: string[], perSecond: number) =>
      ({ kind: 'paced', url, paths, perSecond, seconds, seed: 7 }) as const;
    const [read, searched] = await Promise.all([
      reading.perform(paced(stories, readsASecond)),
      searches ? searching.perform(paced(searches, searchesASecond)) : null,
    ]);
    return { stories: read, searches: searched };
  } finally {
    reading.stop();
    searching.stop();
  }
}

async function renderings(site: BenchSite, times: number): Promise<Summary> {
  return answersTo(
    site,
    spread(pairs, times).map((q, n) => `${q} -${n}x`),
    true,
  );
}

/** @throws where an answer is neither a page nor a refusal of what was typed, or was there before though it should not. */
async function answersTo(site: BenchSite, queries: readonly string[], anew = false): Promise<Summary> {
  const samples: number[] = [];
  for (const q of queries) {
    const answer = await ask(`${site.url}/search?${new URLSearchParams({ q })}`);
    const page = answer.headers['x-page'];
    if (![200, 400].includes(answer.status) || (anew && page !== 'MISS'))
      throw new Error(`a search answered ${answer.status} ${page}.`);
    samples.push(answer.milliseconds);
  }
  return summarise(samples);
}
