import { type SQL, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { storyTerms } from '#db/schema/index.ts';
import { titleTerms } from '#lib/text/terms.ts';
import { inTransaction } from './transaction.ts';

/** Stories whose words are written in one transaction. */
const batch = 500;

/** Keeps the words of a story's title, by which it is found as related: once, when it is saved. */
export async function writeTerms(tx: Executor, storyId: number, title: string): Promise<void> {
  const terms = titleTerms(title);
  await tx
    .insert(storyTerms)
    .values({ storyId, terms })
    .onConflictDoUpdate({ target: storyTerms.storyId, set: { terms } });
}

/**
 * The nightly work: words of stories that came past the desk and have none, then in how many stories each word stands. Of common
 * words, the oldest postings go.
 */
export async function refreshTerms(): Promise<void> {
  for (let after: number | null = 0; after !== null; ) after = await termsMissing(after);
  await refreshFrequencies();
  await untimed(sql`select prune_term_postings()`);
}

/** Counts anew in how many stories each word and each topic stands. Half a minute or so at a million stories. */
export async function refreshFrequencies(): Promise<void> {
  await untimed(sql`select refresh_term_frequency()`);
}

async function untimed(work: SQL): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(work);
  });
}

/** @returns the last story that was looked after; null at the end. */
async function termsMissing(after: number): Promise<number | null> {
  const missing = await db.execute<{ id: string; title: string }>(sql`
    select s.id::text as id, s.title from story s
    where s.id > ${after} and not exists (select from story_terms t where t.story_id = s.id)
    order by s.id limit ${batch}`);
  if (missing.length === 0) return null;
  await inTransaction(async (tx) => {
    const rows = missing.map(({ id, title }) => ({ storyId: Number(id), terms: titleTerms(title) }));
    // Saved meanwhile: the newer words stand.
    await tx.insert(storyTerms).values(rows).onConflictDoNothing();
  });
  return missing.length < batch ? null : Number(missing.at(-1)?.id);
}
