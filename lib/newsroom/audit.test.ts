import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit as table } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Actor } from './actor.ts';
import { audit, verifyAudit } from './audit.ts';

const chief: Actor = { id: 'u-1', name: '苏禾', role: 'chief', sectionIds: null };
let base: TestDatabase;

beforeEach(async () => {
  base = await testDatabase();
});
afterEach(() => base.close());

const record = (n: number) =>
  base.db.transaction((tx) =>
    audit(tx, {
      actor: chief,
      act: 'sign',
      object: `story:${n}`,
      detail: { 说明: '换行\n与 "引号"', n, 深: [{ a: null }] },
    }),
  );
const several = async (count: number) => {
  for (let n = 1; n <= count; n++) await record(n);
};
/** What somebody with all rights in the database can do. */
const tamper = (statement: string) =>
  base.sql.begin(async (tx) => {
    await tx.unsafe('set local session_replication_role = replica');
    await tx.unsafe(statement);
  });

describe('the audit trail', () => {
  it('numbers and chains its rows, and is found whole', async () => {
    expect(await verifyAudit()).toEqual({ ok: true, head: null });
    await several(3);
    const rows = await base.db.select().from(table).orderBy(asc(table.id));
    expect(rows.map(({ id, previous }) => [id, previous])).toEqual([
      [1, ''],
      [2, rows[0]?.hash],
      [3, rows[1]?.hash],
    ]);
    expect(rows[0]).toMatchObject({ actorId: 'u-1', actorName: '苏禾', actorRole: 'chief', object: 'story:1' });
    expect(await verifyAudit()).toEqual({ ok: true, head: { id: 3, hash: rows[2]?.hash } });
  });

  it('is gone with the transaction that is undone, and leaves no gap', async () => {
    await record(1);
    await base.db
      .transaction(async (tx) => {
        await audit(tx, { actor: chief, act: 'sign', object: 'story:2' });
        throw new Error('undone');
      })
      .catch(() => {});
    await record(3);
    expect((await base.db.select().from(table)).map(({ object }) => object)).toEqual(['story:1', 'story:3']);
    expect(await verifyAudit()).toMatchObject({ ok: true, head: { id: 2 } });
  });

  it('chains rows of many writers at once', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => record(n)));
    const rows = await base.db.select().from(table);
    expect(new Set(rows.map(({ previous }) => previous)).size).toBe(60);
    expect(await verifyAudit()).toMatchObject({ ok: true, head: { id: 60 } });
  });

  it('refuses to be changed, shortened or emptied', async () => {
    await several(2);
    for (const statement of [
      `update audit set act = 'read' where id = 1`,
      'delete from audit where id = 2',
      'truncate audit',
    ])
      await expect(base.sql.unsafe(statement)).rejects.toThrow('can only be appended to');
    // Numbers, time and hashes are not the writer's to choose.
    await base.sql`insert into audit (id, actor_id, actor_name, actor_role, act, object, previous, hash, at)
      values (1, 'x', 'x', 'x', 'x', 'x', 'x', ${'0'.repeat(64)}, '2020-01-01')`;
    expect(await verifyAudit()).toMatchObject({ ok: true, head: { id: 3 } });
  });

  it('shows where somebody with all rights changed it', async () => {
    await several(5);
    await tamper(`update audit set detail = '{}' where id = 3`);
    expect(await verifyAudit()).toEqual({ ok: false, id: 3, reason: 'changed' });
  });

  it.each([
    ['a name', `update audit set actor_name = '他人' where id = 2`, { id: 2, reason: 'changed' }],
    ['a time', `update audit set at = at - interval '1 second' where id = 2`, { id: 2, reason: 'changed' }],
    [
      'letters moved from one part to the next',
      `update audit set act = 'sig', object = 'nstory:2' where id = 2`,
      { id: 2, reason: 'changed' },
    ],
    ['a row that is gone', 'delete from audit where id = 2', { id: 2, reason: 'missing' }],
    ['the first row that is gone', 'delete from audit where id = 1', { id: 1, reason: 'missing' }],
    [
      'a row put in place of another',
      `delete from audit where id = 2; update audit set id = id - 1 where id > 2`,
      { id: 2, reason: 'changed' },
    ],
  ])('shows %s', async (_, statement, found) => {
    await several(4);
    await tamper(statement);
    expect(await verifyAudit()).toEqual({ ok: false, ...found });
  });

  it('shows a lost end and a trail made anew by a head that was kept elsewhere', async () => {
    await several(3);
    const head = await record(4);
    await tamper('delete from audit where id = 4');
    expect(await verifyAudit()).toMatchObject({ ok: true });
    expect(await verifyAudit([head])).toEqual({ ok: false, id: 4, reason: 'missing' });
    await record(99);
    expect(await verifyAudit()).toMatchObject({ ok: true });
    expect(await verifyAudit([head])).toEqual({ ok: false, id: 4, reason: 'unlike-known-head' });
  });
});
