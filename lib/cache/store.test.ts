import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStore } from './disk-store.ts';
import { storedPage } from './fixtures.ts';
import { Pages } from './store.ts';

describe('pictures among the pages', () => {
  const body = Buffer.from([0x89, 0x50, 0x0a, 0x00, 0xff, 0xfe]);
  const picture = storedPage('/article/1/card.png', '', { type: 'image/png', body });
  let folder: string;
  let pages: Pages;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'weishui-store-'));
    pages = new Pages(1_000_000);
  });
  afterEach(async () => {
    await pages.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('stand in the store byte for byte, and take no memory from documents', async () => {
    pages.attach(await DiskStore.open(folder, 'build', 1_000_000));
    pages.keep(picture);
    expect(pages.bytes).toBe(0);
    expect(await pages.get(picture.path)).toEqual(picture);
    expect(pages.bytes).toBe(0);
    pages.keep(storedPage('/article/1', '<h1>桥</h1>'));
    expect(pages.recall('/article/1')).not.toBeNull();
  });

  it('are held in memory, which is bounded too, where there is no store', () => {
    pages.keep(picture);
    expect(pages.recall(picture.path)?.body).toEqual(body);
  });
});

describe('what some tags would touch', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'weishui-store-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is asked of memory and of the disk: by tag, by address, and everything', async () => {
    const before = new Pages(1_000_000);
    before.attach(await DiskStore.open(folder, 'build', 1_000_000));
    before.keep(storedPage('/topic/a', 'a', { tags: ['topic:1', 'story:7'] }));
    before.keep(storedPage('/hant/topic/a', 'a', { tags: ['topic:1'] }));
    await before.close();
    const pages = new Pages(1_000_000);
    pages.attach(await DiskStore.open(folder, 'build', 1_000_000));
    pages.keep(storedPage('/latest', 'b', { tags: ['story:7'] }));
    expect(await pages.touchedBy(['topic:1'])).toEqual({ count: 2, paths: ['/hant/topic/a', '/topic/a'] });
    expect(await pages.touchedBy(['story:7', 'story:8'])).toEqual({ count: 2, paths: ['/latest', '/topic/a'] });
    expect(await pages.touchedBy(['path:/topic/a'])).toEqual({ count: 2, paths: ['/hant/topic/a', '/topic/a'] });
    expect(await pages.touchedBy(['story:9'])).toEqual({ count: 0, paths: [] });
    await pages.close();
    const again = new Pages(1_000_000);
    again.attach(await DiskStore.open(folder, 'build', 1_000_000));
    expect((await again.touchedBy(['everything'])).count).toBe(3);
    await again.close();
  });
});
