import { afterAll, beforeAll, expect, it } from 'vitest';
import { boundedSql } from './client.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it('searches have one core, no compiler, and two seconds', async () => {
  const [row] = await boundedSql`
    select current_setting('max_parallel_workers_per_gather') as workers, current_setting('jit') as jit,
      current_setting('statement_timeout') as timeout`;
  expect(row).toEqual({ workers: '0', jit: 'off', timeout: '2s' });
});
