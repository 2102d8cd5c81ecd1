import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStore } from './disk-store.ts';
import { storedPage } from './fixtures.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const page = (name: string, text = '渭水') => storedPage(name, text, { tags: ['front'], began: 7, renderedAt: 1_000 });

async function files(): Promise<string[]> {
  const [build] = await readdir(folder);
  return (await readdir(path.join(folder, build ?? ''))).map((name) => path.join(folder, build ?? '', name));
}

describe('pages on disk', () => {
  it('say which of them carry a tag, also after a restart, and pass over what is no page', async () => {
    const store = await DiskStore.open(folder, 'a', 1e6);
    await store.set({ ...page('/'), tags: ['front', 'story:7'] });
    await store.set({ ...page('/latest', '渭水'.repeat(50_000)), tags: ['story:7'] });
    await store.set({ ...page('/about'), tags: ['story:77'] });
    await store.set({ ...page('/broken'), tags: ['story:7'] });
    await store.close();
    const again = await DiskStore.open(folder, 'a', 1e6);
    for (const file of await files()) {
      if ((await readFile(file, 'utf8')).includes('"/broken"')) await writeFile(file, 'no page');
    }
    expect((await again.pathsWith('story:7')).sort()).toEqual(['/', '/latest']);
    expect(await again.pathsWith('story:8')).toEqual([]);
  });

  it('are there after a restart, whole', async () => {
    const store = await DiskStore.open(folder, 'a', 1e6);
    await store.set(page('/article/1'));
    await store.close();
    const again = await DiskStore.open(folder, 'a', 1e6);
    expect(await again.get('/article/1')).toEqual(page('/article/1'));
    expect(await again.get('/article/2')).toBeNull();
  });

  it('of another build are removed', async () => {
    const store = await DiskStore.open(folder, 'a', 1e6);
    await store.set(page('/'));
    const next = await DiskStore.open(folder, 'b', 1e6);
    expect(await next.get('/')).toBeNull();
    expect(await files()).toEqual([]);
  });

  it('that are damaged, cut short or foreign are ignored and removed', async () => {
    const store = await DiskStore.open(folder, 'a', 1e6);
    await store.set(page('/a'));
    const [file] = await files();
    await writeFile(file ?? '', '{"path":"/a","bytes":99}\nshort');
    await writeFile(path.join(path.dirname(file ?? ''), 'note.txt'), 'left by a crash');
    const again = await DiskStore.open(folder, 'a', 1e6);
    expect(await again.get('/a')).toBeNull();
    expect(await files()).toEqual([]);
  });

  it('stay below the limit: what was unused for longest goes first', async () => {
    const text = 'x'.repeat(10_000);
    const store = await DiskStore.open(folder, 'a', 25_000);
    await store.set(page('/1', text));
    await store.set(page('/2', text));
    await store.get('/1');
    await store.set(page('/3', text));
    expect(await store.get('/2')).toBeNull();
    expect((await store.get('/1'))?.path).toBe('/1');
    expect((await store.get('/3'))?.path).toBe('/3');
  });

  it('show the newest form of a page while it is being written', async () => {
    const store = await DiskStore.open(folder, 'a', 1e6);
    const first = store.set(page('/a', 'old'));
    const second = store.set(page('/a', 'new'));
    expect((await store.get('/a'))?.body.toString()).toBe('new');
    await Promise.all([first, second]);
    expect((await store.get('/a'))?.body.toString()).toBe('new');
  });
});
