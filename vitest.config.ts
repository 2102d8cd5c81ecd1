import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,bench,components,db,deploy,lib,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/*.deploy.test.ts'],
    globalSetup: ['db/testing-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
