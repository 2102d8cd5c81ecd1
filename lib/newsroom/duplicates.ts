import { eq, inArray, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { type StoryStatus, story, storyFingerprint } from '#db/schema/index.ts';
import { readSetting } from '#lib/settings/settings.ts';
import { normaliseBody, plainText } from '#lib/text/body.ts';
import { inTransaction } from './transaction.ts';
import { fold } from './words.ts';

/**
 * Near-duplicates by MinHash (Broder, 1997): the share of hashes in which two signatures agree estimates the share of shingles that two
 * texts have in common (Jaccard). Candidates share one of 21 bands of 3 hashes: of texts that are 60 % alike 99 % are
 * candidates, of those 80 % alike all but one in ten million. What is reported is then counted exactly.
 */
const rows = 3;
const bands = 21;
const hashes = rows * bands;
/** Characters of a shingle. */
const shingle = 5;
/** Shorter texts, in letters, are alike by chance. */
const shortest = 50;
/** So many candidates are looked at, the newest first; the best of them are compared in full. */
const candidates = 500;
const compared = 8;

export type Likeness = { id: number; title: string; status: StoryStatus; share: number };

/** One 32-bit hash of each shingle, each once. */
export function shinglesOf(text: string): Set<number> {
  const { text: letters } = fold(text);
  const found = new Set<number>();
  for (let n = 0; n + shingle <= letters.length; n++) {
    // FNV-1a over the code units.
    let hash = 0x811c9dc5;
    for (let k = 0; k < shingle; k++) hash = Math.imul(hash ^ letters.charCodeAt(n + k), 0x01000193);
    found.add(mix(hash));
  }
  return found;
}

/** The smallest hash under each of many orders; none for a text too short to compare. */
export function signatureOf(shingles: ReadonlySet<number>): number[] {
  if (shingles.size < shortest - shingle + 1) return [];
  const smallest = new Int32Array(hashes).fill(0x7fffffff);
  for (const one of shingles) {
    for (let n = 0; n < hashes; n++) {
      const hash = mix(one ^ (seeds[n] ?? 0));
      if (hash < (smallest[n] ?? 0)) smallest[n] = hash;
    }
  }
  return [...smallest];
}

export function bandsOf(signature: readonly number[]): number[] {
  if (signature.length === 0) return [];
  return Array.from({ length: bands }, (_, band) => {
    let hash = mix(band + 1);
    for (let n = band * rows; n < (band + 1) * rows; n++) hash = mix(hash ^ (signature[n] ?? 0));
    return hash;
  });
}

/** The share of shingles that two texts have in common, 0 to 1. */
export function likeness(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let common = 0;
  for (const one of a) if (b.has(one)) common += 1;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}

/** Keeps what a story is found by, from its row as the transaction sees it. */
export async function writeFingerprint(tx: Executor, id: number): Promise<void> {
  const [row] = await tx.select({ title: story.title, body: story.body }).from(story).where(eq(story.id, id));
  if (!row) return;
  const signature = signatureOf(shinglesOf(plainText(row.body)));
  const values = {
    storyId: id,
    title: fold(row.title).text,
    signature,
    bands: bandsOf(signature),
    at: sql`clock_timestamp()`,
  };
  await tx
    .insert(storyFingerprint)
    .values(values)
    .onConflictDoUpdate({ target: storyFingerprint.storyId, set: values });
}

/** Other stories whose text is at least so much alike, the most alike first. */
export async function nearDuplicates(tx: Executor, id: number, text: string, least: number): Promise<Likeness[]> {
  const shingles = shinglesOf(text);
  const signature = signatureOf(shingles);
  if (signature.length === 0) return [];
  const found = await tx.execute<{ id: string; signature: number[] }>(sql`
    select story_id::text as id, signature from story_fingerprint
    where bands && ${`{${bandsOf(signature).join(',')}}`}::integer[] and story_id <> ${id}
    order by story_id desc limit ${candidates}`);
  const best = found
    .map((row) => ({ id: Number(row.id), estimate: agreement(signature, row.signature) }))
    // An estimate over 63 hashes is off by about 0.06.
    .filter(({ estimate }) => estimate >= least - 0.15)
    .sort((a, b) => b.estimate - a.estimate)
    .slice(0, compared);
  if (best.length === 0) return [];
  const stories = await tx
    .select({ id: story.id, title: story.title, status: story.status, body: story.body })
    .from(story)
    .where(
      inArray(
        story.id,
        best.map((each) => each.id),
      ),
    );
  return stories
    .map(({ body, ...each }) => ({ ...each, share: likeness(shingles, shinglesOf(plainText(body))) }))
    .filter(({ share }) => share >= least)
    .sort((a, b) => b.share - a.share);
}

/** Stories that a text which is not one yet resembles, by the newsroom's measure (the setting `checks`). */
export async function resembling(body: unknown): Promise<Likeness[]> {
  const read = normaliseBody(body ?? { type: 'doc', content: [] });
  // What is wrong with a text is said when it is saved.
  return read.ok ? nearDuplicates(db, 0, plainText(read.body), (await readSetting('checks')).nearDuplicate) : [];
}

/** Other stories with this title, whatever its punctuation; the newest first, at most five. */
export async function sameTitle(tx: Executor, id: number, title: string): Promise<Omit<Likeness, 'share'>[]> {
  const folded = fold(title).text;
  if (folded === '') return [];
  return tx
    .select({ id: story.id, title: story.title, status: story.status })
    .from(storyFingerprint)
    .innerJoin(story, eq(story.id, storyFingerprint.storyId))
    .where(sql`${storyFingerprint.title} = ${folded} and ${story.id} <> ${id}`)
    .orderBy(sql`${story.id} desc`)
    .limit(5);
}

/**
 * Fingerprints published stories that have none or an old one: what was loaded past the newsroom's own functions.
 * @param after a story's number from which to go on.
 * @returns the last story that was looked after; null at the end.
 */
export async function fingerprintMissing(after: number, count: number): Promise<number | null> {
  const missing = await db.execute<{ id: string }>(sql`
    select s.id::text as id from story s left join story_fingerprint f on f.story_id = s.id
    where s.id > ${after} and s.status in ('published', 'withdrawn') and (f.at is null or f.at < s.updated_at)
    order by s.id limit ${count}`);
  for (const { id } of missing) await inTransaction((tx) => writeFingerprint(tx, Number(id)));
  return missing.length < count ? null : Number(missing.at(-1)?.id);
}

function agreement(a: readonly number[], b: readonly number[]): number {
  let equal = 0;
  for (let n = 0; n < hashes; n++) if (a[n] === b[n]) equal += 1;
  return equal / hashes;
}

/** The finaliser of MurmurHash3: every bit of the input changes half of the bits. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const seeds = Int32Array.from({ length: hashes }, (_, n) => mix(0x9e3779b9 * (n + 1)));
