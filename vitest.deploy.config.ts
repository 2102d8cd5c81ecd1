import { defineConfig } from 'vitest/config';

/** Tests of the deployment on real parts: Debian's nginx and Redis or Valkey, instances of the built site (`npm run test:deploy`). */
export default defineConfig({
  test: {
    include: ['deploy/**/*.deploy.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    // Each file starts servers of its own, and some measure time.
    fileParallelism: false,
  },
});
