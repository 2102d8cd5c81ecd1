import { gzipSync } from 'node:zlib';
import { ask } from '#lib/testing/http.ts';
import { filesOf, foreignScripts } from './markup.ts';
import { atMost, type Check, type Part, progress } from './part.ts';
import type { BenchSite } from './site.ts';
import { kilobytes, median, summarise } from './statistics.ts';

const budgets = { script: 12 * 1024, style: 15 * 1024, story: 12 * 1024, front: 25 * 1024 };

type Size = { raw: number; gzip: number };
type Measured = {
  page: string;
  path: string;
  status: number;
  html: Size;
  script: Size;
  style: Size;
  foreign: string[];
  /** Every script and style sheet that it asks for. */
  files: string[];
};

/** What a reader downloads for each type of page, pictures apart. */
export const bytes: Part = {
  name: 'bytes',
  title: 'Bytes',
  patience: 300,
  async run(bench) {
    const site = await bench.site();
    const files = new Map<string, Promise<Size>>();
    const pages: Measured[] = [];
    for (const [page, path] of Object.entries(site.samples.pages)) {
      progress(`bytes: ${page}`);
      pages.push(await measure(site, page, path, files));
    }
    const desk = await filesOfDesk(site.url);
    const stories: number[] = [];
    for (const path of site.samples.stories) {
      progress(`bytes: ${path}`);
      stories.push((await ask(site.url + path, { headers: { 'accept-encoding': 'gzip' } })).body.length);
    }
    return {
      method:
        'One page of each type from the demo newsroom, with every script and style sheet that it names. HTML is counted as the server sends it with `Accept-Encoding: gzip`; scripts and style sheets are packed here at the same level (6).',
      tables: [
        {
          reading:
            'A kilobyte is 1,024 bytes. HTML changes from page to page; script and style are the same files everywhere and come from the browser’s cache after the first page.',
          head: ['page', 'HTML gzip', 'JS gzip', 'CSS gzip', 'HTML', 'JS', 'CSS', 'status'],
          rows: pages.map(({ page, status, html, script, style }) => [
            page,
            ...[html.gzip, script.gzip, style.gzip, html.raw, script.raw, style.raw].map(kilobytes),
            String(status),
          ]),
        },
        {
          reading: 'The HTML of every story of the demo newsroom, gzip.',
          head: ['stories', 'median', 'p95', 'largest'],
          rows: [
            [
              String(stories.length),
              kilobytes(median(stories)),
              kilobytes(summarise(stories).p95),
              kilobytes(Math.max(...stories)),
            ],
          ],
        },
      ],
      checks: checksOf(pages, Math.max(...stories), desk),
    };
  },
};

async function measure(
  site: BenchSite,
  page: string,
  path: string,
  files: Map<string, Promise<Size>>,
): Promise<Measured> {
  const packed = await ask(site.url + path, { headers: { 'accept-encoding': 'gzip' } });
  const plain = await ask(site.url + path, { headers: { 'accept-encoding': 'identity' } });
  if (packed.headers['content-encoding'] !== 'gzip') throw new Error(`${path} is not sent packed.`);
  const html = plain.body.toString();
  const sizeOf = async (kind: 'scripts' | 'styles'): Promise<Size> => {
    const sizes = await Promise.all(
      filesOf(html)[kind].map((file) => {
        const known = files.get(file) ?? sizeOfFile(new URL(file, site.url).href);
        files.set(file, known);
        return known;
      }),
    );
    return sizes.reduce((sum, size) => ({ raw: sum.raw + size.raw, gzip: sum.gzip + size.gzip }), { raw: 0, gzip: 0 });
  };
  return {
    page,
    path,
    status: plain.status,
    html: { raw: plain.body.length, gzip: packed.body.length },
    script: await sizeOf('scripts'),
    style: await sizeOf('styles'),
    foreign: foreignScripts(html),
    files: Object.values(filesOf(html)).flat(),
  };
}

async function sizeOfFile(url: string): Promise<Size> {
  const { status, body } = await ask(url, { headers: { 'accept-encoding': 'identity' } });
  if (status !== 200) throw new Error(`${url} answers ${status}.`);
  return { raw: body.length, gzip: gzipSync(body, { level: 6 }).length };
}

/** What the desk's door asks for of what was built for it; the readers' own script (`/_r/`) it may use too. */
async function filesOfDesk(url: string): Promise<string[]> {
  const { status, body } = await ask(`${url}/desk/sign-in`, { headers: { 'accept-encoding': 'identity' } });
  const files = Object.values(filesOf(body.toString())).flat();
  const built = files.filter((file) => file.startsWith('/_next/'));
  if (status !== 200 || !built.some((file) => /\.css\b/.test(file)) || !built.some((file) => /\.js\b/.test(file)))
    throw new Error(`/desk/sign-in answers ${status} and asks for ${files.join(', ') || 'nothing'}.`);
  return built;
}

function checksOf(pages: Measured[], largestStory: number, desk: string[]): Check[] {
  const largest = (size: (page: Measured) => number) => Math.max(...pages.map(size));
  const foreign = pages.flatMap(({ page, foreign: found }) => found.map((script) => `${page}: ${script}`));
  const ofDesk = pages.flatMap(({ page, files }) =>
    files.filter((file) => desk.includes(file)).map((file) => `${page}: ${file}`),
  );
  const expected = (page: string) => (page === 'not found' ? 404 : page === 'withdrawn' ? 410 : 200);
  const wrong = pages.filter(({ page, status }) => status !== expected(page));
  return [
    atMost(
      'JavaScript of any page, gzip',
      largest(({ script }) => script.gzip),
      budgets.script,
      kilobytes,
    ),
    atMost(
      'CSS of any page, gzip',
      largest(({ style }) => style.gzip),
      budgets.style,
      kilobytes,
    ),
    atMost('HTML of any story, gzip', largestStory, budgets.story, kilobytes),
    atMost(
      'HTML of the front page, gzip',
      pages.find(({ page }) => page === 'front')?.html.gzip ?? 0,
      budgets.front,
      kilobytes,
    ),
    {
      rule: 'no page references a script of the framework',
      holds: foreign.length === 0,
      found: foreign.length === 0 ? 'none' : foreign.join('; '),
    },
    {
      rule: 'no page asks for a script or style sheet of the desk',
      holds: ofDesk.length === 0,
      found: ofDesk.length === 0 ? 'none' : ofDesk.join('; '),
    },
    {
      rule: 'every page answers with its status',
      holds: wrong.length === 0,
      found: wrong.length === 0 ? 'all' : wrong.map(({ page, path, status }) => `${page} ${path} ${status}`).join('; '),
    },
  ];
}
