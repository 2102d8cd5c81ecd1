import { sql } from '#db/client.ts';
import { createStory, publish, revalidatePaths } from '#lib/newsroom/index.ts';
import { launchBrowser } from '#lib/testing/browser.ts';
import { atMost, type Part, progress } from './part.ts';
import { eventOf, untilHeard } from './site.ts';
import { milliseconds, summarise } from './statistics.ts';

const budget = 2_000;
const panel = 'ws-panel[name="latest"]';
/** A panel looks a second time up to 1.7 s after a change: the next story waits until it has come to rest. */
const rest = 2_500;

type Seen = Window & { seenAt: Record<string, number> };

/** From an editor's publishing to the changed panel in an open tab. */
export const live: Part = {
  name: 'live',
  title: 'Live',
  patience: 300,
  async run(bench, { quick }) {
    const site = await bench.site();
    const times = quick ? 3 : 20;
    const browser = await launchBrowser();
    const samples: number[] = [];
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const listening = page.waitForResponse((response) => response.url().includes('/api/live'));
      await page.goto(site.url + site.samples.story);
      await listening;
      await page.locator(panel).evaluate((element) => {
        element.scrollIntoView({ block: 'center' });
        const own = window as unknown as Seen;
        own.seenAt = {};
        const look = () => {
          for (const item of element.querySelectorAll<HTMLElement>('[data-id]'))
            own.seenAt[item.dataset.id ?? ''] ??= Date.now();
        };
        look();
        new MutationObserver(look).observe(element, { childList: true, subtree: true });
      });
      const sectionId = await anySection();
      for (let n = 0; n < times; n++) {
        progress(`live: ${n + 1} of ${times}`);
        await page.waitForTimeout(rest);
        const id = await draft(sectionId, n);
        const began = Date.now();
        eventOf(await publish(id, 'bench'));
        const changed = await page.waitForFunction((key) => (window as unknown as Seen).seenAt[key], String(id), {
          timeout: 15_000,
        });
        samples.push(Number(await changed.jsonValue()) - began);
      }
    } finally {
      await browser.close();
    }
    // The site is left with nothing that is still to be drawn for the parts that follow.
    await untilHeard(site, eventOf(await revalidatePaths(['/'], 'bench')));
    const { p50, p95, max } = summarise(samples);
    return {
      method:
        'A story page is open in a browser with 资讯快递 in view. `lib/newsroom` publishes a story in another process than the server’s; the clock runs from before that transaction until the new line stands in the document.',
      tables: [
        {
          reading:
            'Milliseconds. Up to 400 of them are the wait by which open tabs spread their requests; the rest is the transaction, the notice, and rendering and fetching the panel.',
          head: ['stories', 'p50 ms', 'p95 ms', 'longest ms'],
          rows: [[String(samples.length), ...[p50, p95, max].map(milliseconds)]],
        },
      ],
      checks: [atMost('publishing to changed panel, longest', max, budget, (value) => `${milliseconds(value)} ms`)],
    };
  },
};

async function anySection(): Promise<number> {
  const [row] = await sql<{ id: number }[]>`select id::int from section order by id limit 1`;
  if (!row) throw new Error('The newsroom has no section.');
  return row.id;
}

async function draft(sectionId: number, n: number): Promise<number> {
  const saved = await createStory(
    {
      title: `测速稿件第 ${n + 1} 号`,
      sectionId,
      body: {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: '测量从发布到读者看见的时间。' }] }],
      },
    },
    'bench',
  );
  if (!saved.ok) throw new Error(saved.message);
  return saved.id;
}
