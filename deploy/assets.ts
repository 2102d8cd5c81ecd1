import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { dataDir, ensureDataDir, main, root } from '../scripts/environment.ts';

/** A page of an old build may be shown by the edge for a day, and stand in an open tab for longer. */
const keptDays = 30;
const compressible = /\.(?:css|js|mjs|json|svg|txt|xml|map|webmanifest)$/;

/**
 * Puts the static files of a build where the edge serves them from: `folder/_next/static`, `folder/_r`, `folder/public`. Files of
 * earlier builds stay for a month, since pages that name them are still about: during a rolling restart both builds answer.
 * Files whose name changes with their content get compressed copies (`.gz`, `.br`) beside them.
 * @param from the root of a built project.
 * @returns how many files the build has.
 */
export async function publishAssets(from: string, folder: string): Promise<number> {
  const hashed: [source: string, target: string][] = [
    ['.next/static', '_next/static'],
    ['.build/reader/_r', '_r'],
  ];
  let count = 0;
  for (const [source, target] of hashed) {
    const files = await filesOf(path.join(from, source));
    for (const file of files) await publishHashed(path.join(from, source, file), path.join(folder, target, file));
    await removeOld(path.join(folder, target));
    count += files.length;
  }
  const plain = await filesOf(path.join(from, 'public'));
  for (const file of plain)
    await put(path.join(folder, 'public', file), (to) => copyFile(path.join(from, 'public', file), to));
  for (const file of await filesOf(path.join(folder, 'public'))) {
    if (!plain.includes(file)) await rm(path.join(folder, 'public', file));
  }
  return count + plain.length;
}

async function publishHashed(source: string, target: string): Promise<void> {
  const now = new Date();
  const variants = [target, ...(compressible.test(target) ? [`${target}.gz`, `${target}.br`] : [])];
  if (!variants.every((file) => existsSync(file))) {
    const bytes = await readFile(source);
    if (variants.length > 1) {
      const [small, smaller] = await Promise.all([
        promisify(gzip)(bytes, { level: 9 }),
        promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      ]);
      await put(`${target}.gz`, (to) => writeFile(to, small));
      await put(`${target}.br`, (to) => writeFile(to, smaller));
    }
    await put(target, (to) => writeFile(to, bytes));
  }
  // Still in use: the time of a file says when it was last part of a build. All variants say the same.
  for (const file of variants) await utimes(file, now, now);
}

/** Nobody reads half a file. */
async function put(target: string, write: (to: string) => Promise<void>): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}.new`;
  await write(beside);
  await rename(beside, target);
}

async function removeOld(folder: string): Promise<void> {
  const oldest = Date.now() - keptDays * 24 * 3600 * 1000;
  for (const file of await filesOf(folder)) {
    const full = path.join(folder, file);
    if ((await stat(full)).mtimeMs < oldest) await rm(full);
  }
}

async function filesOf(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

if (import.meta.main) {
  await main(async () => {
    ensureDataDir();
    const folder = path.join(dataDir, 'assets');
    console.log(`✓ ${await publishAssets(root, folder)} 个静态文件在 ${folder}`);
  });
}
