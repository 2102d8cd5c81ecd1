import { spawn } from 'node:child_process';
import path from 'node:path';
import { violations } from './dependencies.ts';
import { root } from './environment.ts';

/** With each failure in words, where they would else stand far above the end. */
export type Tally = { passed: number; failed: number; failures?: string[] };

/** Format and lint rules, types, and who may import whom. Prints what is wrong; counts one for each of the three. */
export async function lint(): Promise<Tally> {
  const checks: [string, () => Promise<boolean>][] = [
    ['格式与规则 (biome)', () => runs('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.'])],
    ['类型 (tsc)', () => types()],
    ['谁可以引用谁', dependencies],
  ];
  const tally = { passed: 0, failed: 0 };
  for (const [name, check] of checks) {
    const began = performance.now();
    const good = await check();
    if (good) tally.passed++;
    else tally.failed++;
    console.log(`${good ? '✓' : '✗'} ${name} ${((performance.now() - began) / 1000).toFixed(1)} 秒`);
  }
  return tally;
}

async function types(): Promise<boolean> {
  return (await runs('next/dist/bin/next', ['typegen'], true)) && (await runs('typescript/bin/tsc', ['--noEmit']));
}

async function dependencies(): Promise<boolean> {
  const found = await violations();
  for (const violation of found) console.error(violation);
  return found.length === 0;
}

function runs(script: string, args: string[], quiet = false): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}

if (import.meta.main) {
  const { failed } = await lint();
  process.exitCode = failed > 0 ? 1 : 0;
}
