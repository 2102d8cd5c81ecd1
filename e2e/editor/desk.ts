import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, test as base, type CDPSession, expect, type Page } from '@playwright/test';
import type { BlockNode, StoryBody } from '#db/schema/body.ts';
import { type Draft, emptyDraft } from '#lib/desk/draft.ts';
import { launchBrowser } from '#lib/testing/browser.ts';

export { expect };

/** What the server may be told to be: see `server.ts`. */
type Control = { hold?: boolean; status?: number; swallow?: boolean };
type Stored = { version: number; content: Draft; by: string };

/** The writing component's own server, in a process of its own. */
export class DeskServer {
  readonly folder: string;
  #process: ChildProcess | null = null;
  #port = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const file = path.join(import.meta.dirname, 'server.ts');
    const child = spawn(process.execPath, [file, this.folder, String(this.#port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    this.#port = await new Promise<number>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        const port = /ready (\d+)/.exec(String(chunk))?.[1];
        if (port) resolve(Number(port));
      });
      child.once('close', (code) => reject(new Error(`the server ended with ${code}`)));
    });
  }

  /** As by a power cut. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async #post<T>(where: string, body: unknown): Promise<T> {
    const response = await fetch(this.url + where, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as T;
  }

  control(control: Control) {
    return this.#post<{ saves: { version: number; at: number; chars: number }[]; held: number }>('/control', control);
  }
  stored(story: number) {
    return this.#post<Stored>(`/api/${story}/stored`, {});
  }
  store(story: number, patch: Partial<Stored> & { versions?: unknown }) {
    return this.#post(`/api/${story}/store`, patch);
  }
  lock(story: number, by: { id: string; name: string } | null) {
    return this.#post(`/api/${story}/lock`, by);
  }
}

type Worker = { browser: Browser; server: DeskServer };
type Each = {
  /** A number of its own for each test. */
  story: number;
  /** Whatever a page complained about; every test ends with none but those it allows. */
  complaints: string[];
};

let stories = 0;

export const test = base.extend<Each, Worker>({
  baseURL: async ({ server }, use) => use(server.url),
  browser: [
    async ({ browserName: _ }, use) => {
      const browser = await launchBrowser();
      await use(browser as unknown as Browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ browserName: _ }, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'weishui-editor-'));
      const server = new DeskServer(folder);
      await server.start();
      await use(server);
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  story: async ({ server }, use) => {
    stories += 1;
    await server.control({});
    await use(stories);
  },
  complaints: [
    async ({ context }, use) => {
      const found: string[] = [];
      context.on('console', (message) => {
        // A request that failed on purpose is said by the browser itself.
        if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
          found.push(message.text());
      });
      context.on('weberror', (error) => found.push(error.error().stack ?? String(error.error())));
      await use(found);
      expect(found).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens a story and waits for its text. */
export async function open(page: Page, story: number, query = ''): Promise<void> {
  await page.goto(`/?story=${story}${query}`);
  await body(page).waitFor();
}

export const body = (page: Page) => page.getByRole('textbox', { name: '正文' });
export const title = (page: Page) => page.getByRole('textbox', { name: '标题', exact: true });
export const status = (page: Page) => page.getByRole('status', { name: '保存状态' });

/** Puts the cursor into the text and waits until it is there. */
export async function write(page: Page): Promise<void> {
  await body(page).click();
  await expect(body(page)).toBeFocused();
}

/** Opens a story, and puts the cursor into its text. */
export async function openToWrite(page: Page, story: number, query = ''): Promise<void> {
  await open(page, story, query);
  await write(page);
}

/** Opens a story that has this text already. */
export async function openStored(page: Page, server: DeskServer, story: number, content: Draft): Promise<void> {
  await server.store(story, { content });
  await open(page, story);
}

/** Types what does not reach the server, and closes the page over it; afterwards the server is well. */
export async function leaveUnsent(page: Page, server: DeskServer, type: () => Promise<void>): Promise<void> {
  await server.control({ status: 503 });
  await type();
  await expectUnanswered(page);
  await page.close();
  await server.control({});
}

export async function expectUnanswered(page: Page): Promise<void> {
  await expect(status(page)).toContainText('服务器暂时没有回应');
}

export async function expectWritable(page: Page, writable: boolean): Promise<void> {
  await expect(body(page)).toHaveAttribute('contenteditable', String(writable));
}

export async function saved(page: Page): Promise<void> {
  await expect(status(page)).toContainText('已保存');
}

export const p = (text: string): BlockNode & { type: 'paragraph' } => ({
  type: 'paragraph',
  content: text ? [{ type: 'text', text }] : [],
});
export const doc = (...blocks: (BlockNode | string)[]): StoryBody => ({
  type: 'doc',
  content: blocks.map((block) => (typeof block === 'string' ? p(block) : block)),
});
export const draft = (patch: Partial<Draft>): Draft => ({ ...emptyDraft, title: '测试稿', ...patch });

/** The text on the server, once it is this. */
export async function expectBody(server: DeskServer, story: number, ...blocks: (BlockNode | string)[]): Promise<void> {
  await expect.poll(async () => (await server.stored(story)).content.body).toEqual(doc(...blocks));
}

/** A Chinese input method: keys make pinyin that is underlined, then a word takes its place. */
export class InputMethod {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  /** Types letters one by one, as they stand under the cursor while they are composed. */
  async compose(letters: string): Promise<void> {
    for (let length = 1; length <= letters.length; length += 1) await this.show(letters.slice(0, length));
  }

  async show(text: string): Promise<void> {
    await this.#session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }

  /** The word that was chosen. */
  async choose(word: string): Promise<void> {
    await this.#session.send('Input.insertText', { text: word });
  }

  /** Escape: nothing was chosen. */
  async cancel(): Promise<void> {
    await this.show('');
  }

  async type(letters: string, word: string): Promise<void> {
    await this.compose(letters);
    await this.choose(word);
  }
}
