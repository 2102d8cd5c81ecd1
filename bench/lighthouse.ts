import type { Result } from 'lighthouse';
import { freePort } from '#db/embedded.ts';
import { launchBrowser } from '#lib/testing/browser.ts';
import { type Check, type Part, progress } from './part.ts';
import { median, milliseconds } from './statistics.ts';

const categories = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 };
type Category = keyof typeof categories;

type Report = {
  page: string;
  /** Points out of 100; performance is the median of the runs. */
  points: Record<Category, number>;
  shift: number;
  firstPaint: number;
  largestPaint: number;
  blocked: number;
  /** Audits that cost points, apart from those of performance. */
  failed: string[];
};

/** Lighthouse as it stands, with the settings of a phone. */
export const lighthouse: Part = {
  name: 'lighthouse',
  title: 'Lighthouse (mobile)',
  patience: 600,
  async run(bench, { quick }) {
    const site = await bench.site();
    const port = await freePort();
    const browser = await launchBrowser({ args: [`--remote-debugging-port=${port}`] });
    const reports: Report[] = [];
    const { front, section, news, gallery } = site.samples.pages;
    const runs = quick ? 1 : 3;
    try {
      for (const [page, path] of Object.entries({ front, section, story: news, gallery })) {
        progress(`lighthouse: ${page}`);
        reports.push(await audit(page, site.url.replace('127.0.0.1', 'localhost') + path, port, runs));
      }
    } finally {
      await browser.close();
    }
    return {
      method: `Lighthouse ${(await import('lighthouse/package.json', { with: { type: 'json' } })).default.version} with its own settings for a phone (412 × 823, simulated slow 4G, processor four times slower), ${browser.version()}, over http on localhost. Performance and times are medians of ${runs} runs.`,
      tables: [
        {
          reading:
            'Points out of 100; layout shift has no unit, and 0 means that nothing moved. Times are simulated for the slow phone.',
          head: [
            'page',
            'performance',
            'accessibility',
            'best practices',
            'SEO',
            'layout shift',
            'first paint ms',
            'largest paint ms',
            'blocked ms',
          ],
          rows: reports.map(({ page, points, shift, firstPaint, largestPaint, blocked }) => [
            page,
            ...Object.keys(categories).map((category) => String(points[category as Category])),
            String(shift),
            ...[firstPaint, largestPaint, blocked].map(milliseconds),
          ]),
        },
      ],
      checks: reports.flatMap(checksOf),
      notes: reports.flatMap(({ page, failed }) => failed.map((text) => `${page}: ${text}`)),
    };
  },
};

async function audit(page: string, url: string, port: number, runs: number): Promise<Report> {
  const { default: run } = await import('lighthouse');
  const results: Result[] = [];
  for (let n = 0; n < runs; n++) {
    const result = await run(url, {
      port,
      logLevel: 'silent',
      output: 'json',
      onlyCategories: Object.keys(categories),
    });
    if (!result || result.lhr.runtimeError)
      throw new Error(`Lighthouse: ${result?.lhr.runtimeError?.message ?? 'no result'}`);
    results.push(result.lhr);
  }
  const figure = (audit: string) => median(results.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN));
  const points = (category: Category) => {
    const all = results.map((result) => Math.round((result.categories[category]?.score ?? 0) * 100));
    return category === 'performance' ? median(all) : Math.min(...all);
  };
  const failed = results.flatMap(({ audits, categories: found }) =>
    Object.entries(found).flatMap(([category, { auditRefs }]) =>
      category === 'performance'
        ? []
        : auditRefs
            .filter(({ id, weight }) => weight > 0 && audits[id]?.score !== null && (audits[id]?.score ?? 0) < 1)
            .map(({ id }) => `${category}, ${id}: ${audits[id]?.title}${culprits(audits[id]?.details)}`),
    ),
  );
  return {
    page,
    points: {
      performance: points('performance'),
      accessibility: points('accessibility'),
      'best-practices': points('best-practices'),
      seo: points('seo'),
    },
    shift: Math.max(...results.map(({ audits }) => audits['cumulative-layout-shift']?.numericValue ?? Number.NaN)),
    firstPaint: figure('first-contentful-paint'),
    largestPaint: figure('largest-contentful-paint'),
    blocked: figure('total-blocking-time'),
    failed: [...new Set(failed)],
  };
}

/** What an audit complains of: the first few elements, addresses or messages. */
function culprits(details: unknown): string {
  type Item = { node?: { snippet?: string }; description?: string; url?: string; sourceLocation?: { url?: string } };
  const { items = [] } = (details ?? {}) as { items?: Item[] };
  const told = items
    .slice(0, 3)
    .map(({ node, description, url, sourceLocation }) =>
      [description, node?.snippet, url ?? sourceLocation?.url].filter(Boolean).join(' '),
    );
  return told.length > 0 ? ` (${told.join('; ')})` : '';
}

function checksOf({ page, points, shift }: Report): Check[] {
  return [
    ...Object.entries(categories).map(([category, least]) => ({
      rule: `${page}: ${category} >= ${least}`,
      holds: points[category as Category] >= least,
      found: String(points[category as Category]),
    })),
    { rule: `${page}: layout shift = 0`, holds: shift === 0, found: String(shift) },
  ];
}
