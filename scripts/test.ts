import { lint, type Tally } from './lint.ts';
import { readReport, reportFile, runTool, tallied, vitest } from './vitest.ts';

/**
 * Every check and test: lint, types and dependency rules, unit and integration tests on a real PostgreSQL, end-to-end tests in
 * a real browser against the production build. The last line counts them all.
 */
await tallied([
  ['格式、规则、类型、引用', lint],
  ['单元与集成', () => vitest('vitest')],
  ['端到端', playwright],
]);

async function playwright(): Promise<Tally> {
  const report = await reportFile('e2e');
  const code = await runTool('@playwright/test/cli.js', ['test']);
  const result = await readReport<PlaywrightReport>(report);
  if (!result) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = result.stats;
  return { passed: expected, failed: unexpected + flaky || (code === 0 ? 0 : 1), failures: failuresOf(result) };
}

type PlaywrightReport = Suite & { stats: { expected: number; unexpected: number; flaky: number } };
type Suite = {
  suites?: Suite[];
  specs?: {
    ok: boolean;
    file: string;
    line: number;
    title: string;
    tests: { results: { error?: { message?: string } }[] }[];
  }[];
};

function failuresOf({ suites = [], specs = [] }: Suite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? ''));
      return `${file}:${line} ${title}\n${errors.join('\n')}`;
    });
  return [...own, ...suites.flatMap(failuresOf)];
}
