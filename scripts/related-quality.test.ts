import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './environment.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...args: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/related-quality.ts', ...args], { cwd: root }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

describe('npm run related:quality', () => {
  it('prints precision beside chance, over all and by category, from a database of its own', async () => {
    const { code, out } = await run('bench/related/sample.jsonl', '--k', '3');
    expect(code).toBe(0);
    expect(out).toMatch(/76 篇,6 类,问 76 篇,看前 3 条。/);
    expect(out.match(/^\| (全部|体育|财经|科技|健康|教育|旅游) \|/gm)).toHaveLength(14);
  }, 120_000);

  it('says what is wrong with a file or a command', async () => {
    const file = path.join(folder, 'wrong.jsonl');
    await writeFile(file, '{"title": "花椒"}\n');
    expect(await run(file)).toMatchObject({ code: 1, said: expect.stringContaining('两篇') });
    for (const args of [[], ['a', 'b'], [file, '--demo'], [file, '--k', '0'], ['--what']]) {
      expect(await run(...args)).toMatchObject({ code: 2, said: expect.stringContaining('用法') });
    }
  }, 120_000);
});
