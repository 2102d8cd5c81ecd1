import { defineConfig } from 'vitest/config';

/** Tests on real parts from Debian's packages: nginx, Redis or Valkey, instances of the built site (`npm run test:deploy`). */
export default defineConfig({
  test: {
    include: ['{deploy,lib}/**/*.deploy.test.ts'],
    globalSetup: ['scripts/testing-build.ts'],
    testTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 240_000,
    // Each file starts servers of its own.
    fileParallelism: false,
  },
});
