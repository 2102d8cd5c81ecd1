import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentFacts } from './environment.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Every variable that the documentation names. */
async function documented(): Promise<string[]> {
  const folder = path.join(root, 'docs');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md')).map((file) => path.join(folder, file));
  const texts = await Promise.all([path.join(root, 'README.md'), ...files].map((file) => readFile(file, 'utf8')));
  return [...new Set(texts.flatMap((text) => text.match(/\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b/g) ?? []))];
}
const on = (environment: Record<string, string>) =>
  environmentFacts(environment).flatMap(({ label, value }) => (value === true ? [label] : []));

describe('what the environment configures', () => {
  it('is off where nothing is set, or nothing but blanks', async () => {
    expect(on({})).toEqual([]);
    expect(on(Object.fromEntries((await documented()).map((name) => [name, ' '])))).toEqual([]);
  });

  it('is on by variables of names that the documentation has, each for itself, and shows none of their values', async () => {
    const names = await documented();
    const switches = environmentFacts({}).filter(({ label }) => label !== '试用站（不让搜索引擎收录）');
    const all = switches.flatMap(({ label, value }) => (value === false ? [label] : []));
    expect([...new Set(names.flatMap((name) => on({ [name]: 'x' })))].sort()).toEqual([...all].sort());
    const facts = environmentFacts(Object.fromEntries(names.map((name) => [name, 'https://s3cr3t@host/s3cr3t'])));
    expect(JSON.stringify(facts)).not.toContain('s3cr3t');
  });
});
