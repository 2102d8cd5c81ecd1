import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { Copy } from './copy.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it('rows that the database refuses end the transaction, and name the table', async () => {
  const filling = database.sql.begin(async (transaction) => {
    const copy = new Copy('source', ['slug', 'name']);
    copy.add('weishui', '渭水新闻');
    copy.add('weishui', '另一个渭水');
    await copy.send(transaction);
  });
  await expect(filling).rejects.toThrow(/^source: /);
  expect(await database.sql`select from source`).toHaveLength(0);
});
