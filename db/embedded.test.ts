import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedServer } from './embedded.ts';

describe('the embedded PostgreSQL', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'weishui-embedded-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('starts on an empty folder, counts Chinese characters, and is found again by a second start', async () => {
    const first = await startEmbeddedServer(folder, { throwaway: true });
    expect(first.adopted).toBe(false);
    const sql = postgres(first.url, { max: 1 });
    expect(await sql`select length('渭水') as n`).toEqual([{ n: 2 }]);
    await sql.end();

    const second = await startEmbeddedServer(folder, { throwaway: true });
    expect(second).toMatchObject({ adopted: true, url: first.url });
    await second.stop();
    await expect(postgres(first.url, { max: 1, connect_timeout: 2 })`select 1`).rejects.toThrow();

    const third = await startEmbeddedServer(folder, { throwaway: true });
    expect(third.adopted).toBe(false);
    await third.stop();
  });
});
