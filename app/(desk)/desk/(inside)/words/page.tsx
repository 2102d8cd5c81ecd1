import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { words } from '#components/desk/rules/strings.ts';
import { TryWords } from '#components/desk/rules/try-words.client.tsx';
import { AddWords, ChangeWord, WordFilters, WordTable } from '#components/desk/rules/words.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { findingLevels } from '#lib/newsroom/finding.ts';
import { findWords, wordById } from '#lib/newsroom/words.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { add, attempt, change, importLines, remove } from './actions.ts';

export const metadata: Metadata = { title: words.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What the check before publication looks for. */
export default async function WordsPage({ searchParams }: Props) {
  const [actor, asked] = await Promise.all([requireRight('manage-words'), searchParams]);
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 100) : '');
  const level = findingLevels.find((each) => each === one('level'));
  const wanted = { q: one('q'), level: level ?? '' };
  const after = one('after');
  const edited = positiveInteger(one('edit'));
  const [found, editing] = await Promise.all([
    findWords(actor, { level, words: wanted.q, after }),
    edited === null ? null : wordById(actor, edited),
  ]);
  if (!found) notFound();
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      {editing && <ChangeWord key={editing.id} row={editing} wanted={wanted} change={change} />}
      <WordFilters wanted={wanted} counts={found.counts} />
      <WordTable
        rows={found.rows.map(({ id, word, level: each, note, addedBy, addedAt }) => ({
          id,
          word,
          level: each,
          note,
          by: addedBy,
          at: timeModel(addedAt),
        }))}
        wanted={wanted}
        next={found.next}
        paged={after !== ''}
        remove={remove}
      />
      <TryWords attempt={attempt} />
      <AddWords add={add} importLines={importLines} />
    </>
  );
}
