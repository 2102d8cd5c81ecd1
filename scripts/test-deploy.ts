import { tallied, vitest } from './vitest.ts';

/**
 * Tests of the deployment on real parts: Debian's nginx and Redis or Valkey, instances of the built site, PostgreSQL. Arguments go on to
 * Vitest: `npm run test:deploy -- deploy/edge`.
 */
await tallied([['部署', () => vitest('deploy', ['--config', 'vitest.deploy.config.ts', ...process.argv.slice(2)])]]);
