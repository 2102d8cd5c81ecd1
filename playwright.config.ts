import { defineConfig } from '@playwright/test';
import { browserOptions } from './lib/testing/browser.ts';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/server.ts',
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '.build/e2e.json' }]],
  outputDir: '.build/e2e',
  use: {
    browserName: 'chromium',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: await browserOptions(),
    trace: 'retain-on-failure',
  },
});
