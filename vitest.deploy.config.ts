import { defineConfig } from 'vitest/config';

/** Tests that need Debian packages (nginx, Valkey or Redis): `npm run test:deploy`. */
export default defineConfig({
  test: {
    include: ['{deploy,lib}/**/*.deploy.test.ts'],
    globalSetup: ['db/testing-setup.ts', 'scripts/testing-build.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
