import { bigint, timestamp } from 'drizzle-orm/pg-core';

/** Decimal id, given by the database, shown in URLs. */
export const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();

export const ref = (name: string) => bigint(name, { mode: 'number' });

/** An instant. Stored with zone (UTC inside), shown in Asia/Shanghai by `lib/text/time`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
