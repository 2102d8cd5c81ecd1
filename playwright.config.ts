import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/server.ts',
  fullyParallel: false,
  // Each has a site of its own (e2e/server.ts), as tests say which pages an event must leave alone. Two keep two cores busy.
  workers: 2,
  forbidOnly: true,
  timeout: 120_000,
  // Patience costs nothing where it is not needed: a machine may be slow, and this is no bench.
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '.build/e2e.json' }]],
  outputDir: '.build/e2e',
  use: {
    browserName: 'chromium',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
  },
});
