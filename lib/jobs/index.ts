import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { db } from '#db/client.ts';
import { settleEntries } from '#db/queries/search.ts';
import { fingerprintMissing } from '#lib/newsroom/duplicates.ts';
import { runDue } from '#lib/newsroom/schedule.ts';
import { refreshTerms } from '#lib/newsroom/terms.ts';
import { forgetAttempts } from '#lib/newsroom/webhooks.ts';
import { clock } from '#lib/newsroom/work.ts';
import { forgetDraftRequests } from '#lib/outside/drafts.ts';
import { rollUp } from '#lib/reads/roll-up.ts';
import { rankReads } from '#lib/reads/top.ts';
import { type Send, sender } from './knock.ts';

export type Jobs = {
  /** Ends the work under way, and stops. */
  stop(): Promise<void>;
};

export type JobOptions = {
  /** The application's database; its jobs stand in the schema `pgboss`. */
  url?: string | undefined;
  /** The time by which things are due: the database's. */
  now?: () => Promise<Date>;
};

const due = 'desk-due';
const day = 24 * 3600;

/** Stories that are fingerprinted at once. */
const batch = 200;

type Chore = {
  /** When, as cron says it, in UTC. */
  cron: string;
  /** How often an instance asks for it, in seconds. */
  polling: number;
  /** Given up after so many seconds, and forgotten. */
  expires: number;
  forgotten?: number;
  /** At the start of an instance too. */
  atStart?: false;
  run(now: () => Promise<Date>): Promise<unknown>;
};

/** What is done by the clock, by one instance at a time. */
const chores: Record<string, Chore> = {
  'desk-fingerprints': {
    cron: '17 * * * *',
    polling: 30,
    expires: 3600,
    async run() {
      for (let after: number | null = 0; after !== null; ) after = await fingerprintMissing(after, batch);
    },
  },
  'outside-forgetting': {
    cron: '41 * * * *',
    polling: 30,
    expires: 600,
    async run() {
      await forgetAttempts();
      await forgetDraftRequests();
    },
  },
  'reads-top': {
    cron: '*/10 * * * *',
    polling: 10,
    expires: 120,
    forgotten: 3600,
    run: async (now) => rankReads(await now()),
  },
  'reads-roll-up': { cron: '43 * * * *', polling: 30, expires: 1800, run: async (now) => rollUp(await now()) },
  // Night in Asia/Shanghai: half past three.
  'related-terms': { cron: '30 19 * * *', polling: 30, expires: 3600, run: refreshTerms },
  'search-settling': {
    cron: '* * * * *',
    polling: 10,
    expires: 300,
    forgotten: 3600,
    atStart: false,
    run: settleEntries,
  },
};

/**
 * Runs the desk's jobs on the application's own PostgreSQL: what is due is published and withdrawn within seconds of its minute, and
 * what fell due while nobody was there now, with a line in the log. Any number of instances may do so: the story's state decides.
 * @throws where the database does not answer.
 */
export async function startJobs({
  url = process.env.DATABASE_URL,
  now = () => clock(db),
}: JobOptions = {}): Promise<Jobs> {
  if (!url) throw new Error('DATABASE_URL is not set.');
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'weishui jobs',
    max: 3,
    // Every minute means every minute: the default is to look every half.
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 2,
  });
  let complained = '';
  boss.on('error', (error: Error) => {
    // Once an outage, not once an attempt.
    if (complained !== error.message) console.error('定时任务暂时读写不了数据库:', error.message);
    complained = error.message;
  });
  const look = async () => {
    await runDue(await now());
    complained = '';
  };
  const send: Send = async (tx, at) => {
    await boss.send(due, {}, { startAfter: at, db: fromDrizzle(tx, sql) });
  };
  try {
    await boss.start();
    // A worker that died is given up after half a minute; meanwhile the look of every minute does its work.
    await boss.createQueue(due, { expireInSeconds: 30, retryLimit: 2, deleteAfterSeconds: day });
    await boss.schedule(due, '* * * * *');
    await look();
    await boss.work(due, { pollingIntervalSeconds: 1 }, look);
    for (const [name, { cron, polling, expires, forgotten = day, atStart, run }] of Object.entries(chores)) {
      await boss.createQueue(name, {
        policy: 'exclusive',
        expireInSeconds: expires,
        retryLimit: 0,
        deleteAfterSeconds: forgotten,
      });
      await boss.schedule(name, cron);
      await boss.work(name, { pollingIntervalSeconds: polling }, async () => void (await run(now)));
      if (atStart !== false) await boss.send(name, {});
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  sender.send ??= send;
  return {
    async stop() {
      if (sender.send === send) sender.send = null;
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
