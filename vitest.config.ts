import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,bench,components,db,deploy,lib,scripts}/**/*.test.{ts,tsx}'],
    // They need nginx and Redis or Valkey: `npm run test:deploy`.
    exclude: [...configDefaults.exclude, '**/*.deploy.test.ts'],
    globalSetup: ['db/testing-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
