import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleReader } from './bundle.ts';

const folder = await mkdtemp(join(tmpdir(), 'reader-'));
afterAll(() => rm(folder, { recursive: true }));
const paths = await bundleReader(folder);

describe('the readers’ script', () => {
  const size = async (path: string) => gzipSync(await readFile(join(folder, path)), { level: 9 }).length;

  it('stays within its few kilobytes', async () => {
    expect(await size(paths.reader)).toBeLessThan(12 * 1024);
    expect(await size(paths.prefs)).toBeLessThan(0.7 * 1024);
  });

  it('has the same address as long as it has the same bytes', async () => {
    expect(await bundleReader(folder)).toEqual(paths);
    expect(paths.reader).toMatch(/^\/_r\/[0-9a-f]{10}\/reader\.js$/);
    expect(paths.prefs).toBe(paths.reader.replace('reader.js', 'prefs.js'));
  });

  it('has a twin that differs in what it says to people alone', async () => {
    const other = join(folder, 'other');
    const { reader } = await bundleReader(other, (text) =>
      text.replaceAll('新消息', '新訊息').replaceAll('字号', '字號'),
    );
    const [own, twin] = await Promise.all(
      [reader, reader.replace('reader.js', 'reader-hant.js')].map((path) => readFile(join(other, path), 'utf8')),
    );
    expect(twin).toContain('新訊息');
    expect(twin?.replaceAll('新訊息', '新消息').replaceAll('字號', '字号')).toBe(own);
    expect(reader).not.toBe(paths.reader);
  });

  it('needs nothing that the content security policy forbids', async () => {
    const text = await readFile(join(folder, paths.reader), 'utf8');
    expect(text).not.toMatch(/\beval\(|new Function|innerHTML|insertAdjacentHTML|cssText|setAttribute\("style"/);
  });
});
