import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from './environment.ts';
import type { Tally } from './lint.ts';

const out = path.join(root, '.build');

/** Runs the tests of a configuration. @param name of the report, below `.build`. */
export async function vitest(name: string, args: string[] = []): Promise<Tally> {
  const report = await reportFile(name);
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
    ...args,
  ]);
  const result = await readReport<VitestReport>(report);
  if (!result) return { passed: 0, failed: 1 };
  const failures = result.testResults.flatMap(({ name, message, assertionResults }) => {
    const wrong = assertionResults.filter(({ status }) => status === 'failed');
    const file = path.relative(root, name);
    if (wrong.length === 0 && message) return [`${file}\n${message}`];
    return wrong.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${failureMessages.join('\n')}`);
  });
  // A file that could not be loaded counts no test: then the failure shows in the exit code alone.
  return { passed: result.numPassedTests, failed: result.numFailedTests || (code === 0 ? 0 : 1), failures };
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

/** Where a report is to be written; an older one is gone. */
export async function reportFile(name: string): Promise<string> {
  const report = path.join(out, `${name}.json`);
  await mkdir(out, { recursive: true });
  await rm(report, { force: true });
  return report;
}

/** @returns null where there is no report, or half of one. */
export async function readReport<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

/** Runs a script of a package, with our Node.js and the terminal. @returns its exit code. */
export function runTool(script: string, args: string[]): Promise<number | null> {
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

/** Runs parts of a test command one after the other. What failed is told once more at the end; the last line counts them all. */
export async function tallied(parts: [name: string, part: () => Promise<Tally>][]): Promise<void> {
  const total = { passed: 0, failed: 0 };
  const failures: string[] = [];
  for (const [name, part] of parts) {
    console.log(`\n== ${name}`);
    const tally = await part();
    total.passed += tally.passed;
    total.failed += tally.failed;
    failures.push(...(tally.failures ?? []));
  }
  for (const failure of failures) console.log(`\n✗ ${failure}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}
