import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../db/embedded.ts';
import { converter } from '../lib/hant/convert.ts';
import { bundleReader } from '../lib/reader/bundle.ts';
import { main, root } from './environment.ts';

const out = path.join(root, '.build');
const stamp = path.join(out, 'stamp');
/** What a build is made of; nothing else changes it. */
const inputs = [
  'app',
  'components',
  'lib',
  'db/client.ts',
  'db/queries',
  'db/schema',
  'public',
  'site.config.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'package-lock.json',
];

/** Bundles the readers' script and tells Next.js where it stands. */
export async function bundle(): Promise<void> {
  await mkdir(out, { recursive: true });
  const { reader, prefs } = await bundleReader(path.join(out, 'reader'), await converter());
  process.env.READER_SCRIPT = reader;
  process.env.PREFS_SCRIPT = prefs;
}

/** Builds for production. Needs no database. */
export async function build(): Promise<void> {
  await bundle();
  const { code, output } = await run(path.join(root, 'node_modules/next/dist/bin/next'), ['build']);
  if (code !== 0) {
    throw new StartError(
      /ENOSPC/.test(output) ? `磁盘已满，构建没有完成：请腾出空间后再试。` : `构建失败:\n${output.slice(-6000)}`,
    );
  }
  await writeFile(stamp, await fingerprint());
}

/** Whether what stands in `.next` was built from the files as they are. */
export async function isBuilt(): Promise<boolean> {
  if (!existsSync(path.join(root, '.next/BUILD_ID')) || !existsSync(stamp)) return false;
  return (await readFile(stamp, 'utf8')) === (await fingerprint());
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(process.env.SITE_ORIGIN ?? '');
  for (const input of inputs) {
    const full = path.join(root, input);
    if (!existsSync(full)) continue;
    const entries = await readdir(full, { recursive: true, withFileTypes: true }).catch(() => null);
    const files = entries
      ?.filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)) ?? [full];
    for (const file of files.sort()) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(path.relative(root, file)).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

function run(script: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

if (import.meta.main) {
  await main(async () => {
    const began = performance.now();
    await build();
    console.log(`构建完成，${((performance.now() - began) / 1000).toFixed(1)} 秒`);
  });
}
