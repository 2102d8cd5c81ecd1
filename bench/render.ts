import { revalidate } from '#lib/newsroom/index.ts';
import { ask } from '#lib/testing/http.ts';
import { atMost, type Check, type Part, progress } from './part.ts';
import { type BenchSite, eventOf, untilHeard } from './site.ts';
import { milliseconds, spread, summarise } from './statistics.ts';

const budget = 60;

/** What is made stale before each rendering. */
const ways = {
  'page alone': (path: string) => ({ paths: [path] }),
  'page and every answer': () => ({ tags: ['everything'] }),
};

/** Time to render a page anew. */
export const render: Part = {
  name: 'render',
  title: 'Rendering anew',
  patience: 400,
  async run(bench, { quick }) {
    const site = await bench.site();
    const times = quick ? 20 : 240;
    const paths = { story: spread(site.samples.stories, times), front: ['/'], section: site.samples.sections };
    const rows: string[][] = [];
    const checks: Check[] = [];
    for (const [page, all] of Object.entries(paths)) {
      for (const [way, stale] of Object.entries(ways)) {
        progress(`rendering: ${page}, ${way}`);
        const samples: number[] = [];
        const warm = Math.ceil(times / 10);
        for (let n = -warm; n < times; n++) {
          const path = all[(n + warm) % all.length] as string;
          const took = await renderOnce(site, path, stale(path));
          if (n >= 0) samples.push(took);
        }
        const { count, p50, p95, p99, max } = summarise(samples);
        rows.push([`${page}, ${way}`, ...[p50, p95, p99, max].map(milliseconds), String(count), String(all.length)]);
        if (page === 'story')
          checks.push(atMost(`${page}, ${way}: p95`, p95, budget, (value) => `${milliseconds(value)} ms`));
      }
    }
    return {
      method:
        'Each rendering is forced by an event and asked for by one reader who waits for it (`X-Page: MISS`). The event is written by the code behind `POST /api/revalidate`, in another process than the server’s, and the request is sent when the server has heard of it; the route itself takes 60 calls a minute.',
      tables: [
        {
          reading:
            'Milliseconds from the reader’s request to the last byte. “Page alone”: the answers that the page is made of are still true, as when a panel of another page changed. “Page and every answer”: all of them are asked of the database again, the worst that an event can do.',
          head: ['page', 'p50 ms', 'p95 ms', 'p99 ms', 'longest ms', 'renderings', 'addresses'],
          rows,
        },
      ],
      checks,
    };
  },
};

async function renderOnce(
  site: BenchSite,
  path: string,
  stale: { paths: string[] } | { tags: string[] },
): Promise<number> {
  await untilHeard(site, eventOf(await revalidate(stale, 'bench')));
  const { status, headers, milliseconds: took } = await ask(site.url + path);
  if (status !== 200 || headers['x-page'] !== 'MISS') {
    throw new Error(`${path} was to be rendered anew, and answered ${status} ${headers['x-page']}.`);
  }
  return took;
}
