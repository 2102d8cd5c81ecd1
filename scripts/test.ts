import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from './environment.ts';
import { lint, type Tally } from './lint.ts';

/**
 * Every check and test: lint, types and dependency rules, unit and integration tests on a real PostgreSQL, end-to-end tests in
 * a real browser against the production build. The last line counts them all.
 */
const out = path.join(root, '.build');
await mkdir(out, { recursive: true });

const parts: [string, () => Promise<Tally>][] = [
  ['格式、规则、类型、引用', lint],
  ['单元与集成', vitest],
  ['端到端', playwright],
];
const total = { passed: 0, failed: 0 };
for (const [name, part] of parts) {
  console.log(`\n== ${name}`);
  const tally = await part();
  total.passed += tally.passed;
  total.failed += tally.failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function vitest(): Promise<Tally> {
  const report = path.join(out, 'vitest.json');
  await rm(report, { force: true });
  const code = await run('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  const result = await read<{ numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }>(report);
  if (!result) return { passed: 0, failed: 1 };
  // A file that could not be loaded counts no test: then the failure shows in the exit code alone.
  return { passed: result.numPassedTests, failed: result.numFailedTests || (code === 0 ? 0 : 1) };
}

async function playwright(): Promise<Tally> {
  const report = path.join(out, 'e2e.json');
  await rm(report, { force: true });
  const code = await run('@playwright/test/cli.js', ['test']);
  const result = await read<{ stats: { expected: number; unexpected: number; flaky: number } }>(report);
  if (!result) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = result.stats;
  return { passed: expected, failed: unexpected + flaky || (code === 0 ? 0 : 1) };
}

async function read<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

function run(script: string, args: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    child.once('error', reject);
    child.once('close', resolve);
  });
}
