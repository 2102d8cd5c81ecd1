import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import type { Loaded, LockAnswer, MediaCard, VersionEntry } from '#components/desk/editor/port.ts';
import { type Draft, emptyDraft } from '#lib/desk/draft.ts';

/**
 * A server of the writing component alone, in a process of its own that a test may kill: stories in files, compare-and-set, a
 * lock, versions, uploads. `POST /control` makes it slow, deaf or unfriendly. Usage: node server.ts FOLDER [PORT]
 */
const [folder = '.', wantedPort = '0'] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '../..');
mkdirSync(folder, { recursive: true });

type Stored = {
  version: number;
  content: Draft;
  by: string;
  at: string;
  versions: (VersionEntry & { content: Draft })[];
};
type Control = {
  /** Answers of `save` wait until `release` is posted. */
  hold?: boolean;
  /** Answers every save with this status instead. */
  status?: number;
  /** Every save is done, but its answer never comes. */
  swallow?: boolean;
};
let control: Control = {};
const held: (() => void)[] = [];
const saves: { version: number; at: number; chars: number }[] = [];
const locks = new Map<number, { id: string; name: string; since: string }>();
const uploads = new Map<number, { bytes: Buffer; type: string }>();

const fileOf = (story: number) => path.join(folder, `${story}.json`);
function read(story: number): Stored {
  try {
    return JSON.parse(readFileSync(fileOf(story), 'utf8')) as Stored;
  } catch {
    return { version: 1, content: emptyDraft, by: '系统', at: new Date(0).toISOString(), versions: [] };
  }
}
function write(story: number, stored: Stored): void {
  const file = fileOf(story);
  writeFileSync(`${file}.new`, JSON.stringify(stored), { flush: true });
  renameSync(`${file}.new`, file);
}

const picture = (id: number): MediaCard => ({
  id,
  kind: 'image',
  thumb: `/media/${id}`,
  src: `/media/${id}`,
  width: 1200,
  height: 800,
  alt: id % 2 ? `第 ${id} 张照片里的山` : '',
  caption: `图片 ${id}：雾里的梯田`,
  credit: id % 3 ? '渭水图库' : '',
  duration: null,
});
const sound = (id: number, kind: 'audio' | 'video'): MediaCard => ({
  ...picture(id),
  kind,
  thumb: kind === 'video' ? `/media/${id}` : null,
  caption: `${kind === 'audio' ? '录音' : '视频'} ${id}`,
  duration: '1:05',
});
const mediaOf = (id: number): MediaCard =>
  id >= 200 ? sound(id, 'video') : id >= 100 ? sound(id, 'audio') : picture(id);
const story = (id: number) => ({ id, title: `守灯人的三十年（${id}）`, day: '2026-11-22', thumb: `/media/${id}` });
const people: Record<string, string[]> = {
  authors: ['李记者', '王编辑', '张三', '李四'],
  topics: ['麦积山', '花牛苹果', '渭河'],
  sources: ['本报', '新华社', '天水市气象局'],
  shows: ['夜读天水'],
  blogs: ['渭水札记'],
};
const choice = (what: string, id: number) => ({ id, name: people[what]?.[id - 1] ?? '', note: '' });

type Handler = (storyId: number, body: never, user: { id: string; name: string }) => unknown;
const api: Record<string, Handler> = {
  load(storyId, _body, user): Loaded {
    const stored = read(storyId);
    return {
      storyId,
      version: stored.version,
      content: stored.content,
      saved: stored.by === '系统' ? null : { at: stored.at, by: stored.by },
      named: { media: [], stories: [], choices: { authors: [], topics: [], sources: [], shows: [], blogs: [] } },
      sections: [
        { id: 1, name: '新闻', depth: 0 },
        { id: 2, name: '本地', depth: 1 },
        { id: 3, name: '文化', depth: 0 },
      ],
      lock: lockFor(storyId, user),
    };
  },
  save(storyId, { version, content }: { version: number; content: Draft }, user) {
    const stored = read(storyId);
    saves.push({ version, at: Date.now(), chars: JSON.stringify(content).length });
    const lock = locks.get(storyId);
    if (lock && lock.id !== user.id)
      return { kind: 'refused', code: 'locked', message: `${lock.name}接管了这篇稿件。` };
    if (stored.version !== version) {
      return {
        kind: 'conflict',
        theirs: { version: stored.version, content: stored.content, by: stored.by, at: stored.at },
      };
    }
    const at = new Date().toISOString();
    write(storyId, { ...stored, version: version + 1, content, by: user.name, at });
    return { kind: 'saved', version: version + 1, at };
  },
  heartbeat: (storyId, _body, user): LockAnswer => lockFor(storyId, user),
  'take-over'(storyId, _body, user): LockAnswer {
    locks.set(storyId, { ...user, since: new Date().toISOString() });
    return { kind: 'mine' };
  },
  search: (_storyId, { what, text }: { what: string; text: string }) =>
    (people[what] ?? []).map((_, at) => choice(what, at + 1)).filter(({ name }) => name.includes(text)),
  suggest: (_storyId, { title, body }: { title: string; body: string }) =>
    (people.topics ?? []).flatMap((name, at) =>
      `${title}${body}`.includes(name) ? [{ id: at + 1, name, why: 'named' }] : [],
    ),
  stories: (_storyId, { text }: { text: string }) => [1, 2, 3].map(story).filter(({ title }) => title.includes(text)),
  media: (_storyId, { kind }: { kind: string }) =>
    (kind === 'image' ? [1, 2, 3, 4, 5, 6] : kind === 'audio' ? [101, 102] : [201, 202]).map(mediaOf),
  named: (_storyId, ids: Record<string, number[]>) => ({
    media: ids.media?.filter((id) => id < 1000).map(mediaOf) ?? [],
    stories: ids.stories?.map(story) ?? [],
    choices: Object.fromEntries(
      Object.keys(people).map((what) => [what, (ids[what] ?? []).map((id) => choice(what, id))]),
    ),
  }),
  versions: (storyId) => read(storyId).versions.map(({ content: _, ...entry }) => entry),
  version: (storyId, { number }: { number: number }) =>
    read(storyId).versions.find((entry) => entry.number === number)?.content,
  // The tests' own.
  stored: (storyId) => read(storyId),
  store(storyId, stored: Partial<Stored>) {
    write(storyId, { ...read(storyId), ...stored });
    return {};
  },
  lock(storyId, lock: { id: string; name: string } | null) {
    if (lock) locks.set(storyId, { ...lock, since: new Date().toISOString() });
    else locks.delete(storyId);
    return {};
  },
};

function lockFor(storyId: number, user: { id: string; name: string }): Loaded['lock'] {
  const lock = locks.get(storyId);
  return !lock || lock.id === user.id
    ? { kind: 'mine' }
    : { kind: 'theirs', name: lock.name, since: lock.since, mayTakeOver: user.id === 'chief' };
}

const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>写稿</title><link rel="stylesheet" href="/desk.css"></head><body><main><h1>写稿</h1><div id="desk"></div></main><script src="/desk.js"></script></body></html>`;

const [script, style] = await Promise.all([bundle(), styles()]);

const server = createServer((request, response) => {
  void serve(request, response).catch((error: unknown) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
server.listen(Number(wantedPort), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`ready ${typeof address === 'object' ? address?.port : ''}\n`);
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const send = (type: string, body: string | Buffer, status = 200) => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(body);
  };
  const json = (body: unknown, status = 200) => send('application/json', JSON.stringify(body ?? null), status);
  if (url.pathname === '/') {
    // As on the desk: no inline style attribute, no script but our own.
    response.setHeader(
      'content-security-policy',
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; base-uri 'none'; object-src 'none'",
    );
    return send('text/html; charset=utf-8', page);
  }
  if (url.pathname === '/desk.js') return send('text/javascript; charset=utf-8', script);
  if (url.pathname === '/desk.css') return send('text/css; charset=utf-8', style);
  if (url.pathname === '/favicon.ico') return send('image/x-icon', '', 204);
  if (url.pathname === '/sign-in') return send('text/html; charset=utf-8', '<!doctype html><title>登录</title>');
  const media = /^\/media\/(\d+)$/.exec(url.pathname)?.[1];
  if (media) {
    const file = uploads.get(Number(media));
    return file ? send(file.type, file.bytes) : send('image/svg+xml', drawing(Number(media)));
  }
  const body = await bodyOf(request);
  if (url.pathname === '/control') {
    control = JSON.parse(body.toString()) as Control;
    if (!control.hold) for (const go of held.splice(0)) go();
    return json({ saves, held: held.length });
  }
  const [, storyId, name = ''] = /^\/api\/(\d+)\/([a-z-]+)$/.exec(url.pathname) ?? [];
  if (name === 'upload') {
    const id = 900 + uploads.size;
    uploads.set(id, { bytes: body, type: request.headers['content-type'] ?? 'image/png' });
    if (body.subarray(0, 4).toString() === '<svg') return json({ kind: 'refused', message: '不收 SVG 图片。' });
    return json({ kind: 'uploaded', media: { ...picture(id), caption: url.searchParams.get('name') ?? '' } });
  }
  if (name === 'release') {
    const lock = locks.get(Number(storyId));
    if (lock?.id === body.toString()) locks.delete(Number(storyId));
    return json({});
  }
  const handler = api[name];
  if (!handler) return json({}, 404);
  const [id = '', userName = ''] = decodeURIComponent(String(request.headers['x-user'] ?? '')).split(' ');
  if (name === 'save') {
    const { status, swallow, hold } = control;
    if (status) return json({}, status);
    const answer = handler(Number(storyId), JSON.parse(body.toString()) as never, { id, name: userName });
    if (swallow) return void request.socket.destroy();
    if (hold) await new Promise<void>((resolve) => held.push(resolve));
    return json(answer);
  }
  return json(
    handler(Number(storyId), (body.length > 0 ? JSON.parse(body.toString()) : {}) as never, { id, name: userName }),
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function drawing(id: number): string {
  const hue = (id * 47) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800"><rect width="1200" height="800" fill="hsl(${hue} 25% 80%)"/><path d="M0 800V500l300-200 250 180 300-260 350 300v280z" fill="hsl(${hue} 30% 45%)"/></svg>`;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['e2e/editor/harness.tsx'],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
  });
  return outputFiles[0]?.text ?? '';
}

/** The site's tokens and story typography, a browser reset as Tailwind has it, and the component's own. */
async function styles(): Promise<string> {
  const file = (name: string) => readFileSync(path.join(root, name), 'utf8');
  const globals = file('app/globals.css');
  const tokens = globals.slice(globals.indexOf(':root'), globals.indexOf('@theme'));
  const rest = globals.slice(globals.indexOf('@media (min-width: 48rem)'));
  const fonts = [...globals.matchAll(/--font-(?:sans|serif):[^;]+;/g)].map(([rule]) => rule).join('');
  return [
    '@layer preflight, base, components;',
    `@layer preflight { ${file('node_modules/tailwindcss/preflight.css')} }`,
    tokens,
    rest,
    `:root { ${fonts} }`,
    `@layer base { ${file('app/styles/base.css')} }`,
    `@layer components { ${file('app/styles/article.css')} }`,
    file('components/desk/editor/editor.css'),
    'body { padding: 0 } h1 { position: absolute; clip-path: inset(50%) } #desk { min-height: 100dvh; display: grid }',
  ].join('\n');
}
