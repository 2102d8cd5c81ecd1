import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,bench,components,db,deploy,lib,scripts}/**/*.test.{ts,tsx}'],
    // They need nginx and Redis or Valkey: `npm run test:deploy`.
    exclude: [...configDefaults.exclude, '**/*.deploy.test.ts'],
    globalSetup: ['db/testing-setup.ts'],
    // Tests wait for the database and for browsers more than for a core.
    maxWorkers: 3,
    // Patience costs nothing where it is not needed: a machine may be slow, and this is no bench.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
