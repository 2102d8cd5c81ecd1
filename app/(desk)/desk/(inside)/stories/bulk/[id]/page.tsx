import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Outcomes } from '#components/desk/stories/bulk.tsx';
import { bulkWords as words } from '#components/desk/stories/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { readBulk } from '#lib/newsroom/bulk.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { bulkActOf } from '../../../../../bulk.ts';
import { undo } from '../actions.ts';

export const metadata: Metadata = { title: words.result };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What came of an act upon many stories, and the way back. */
export default async function BulkResultPage({ params, searchParams }: Props) {
  const [actor, { id }, asked] = await Promise.all([requireActor(), params, searchParams]);
  const row = (await readBulk(actor, positiveInteger(id) ?? 0)) ?? notFound();
  const act = bulkActOf(row.act) ?? notFound();
  const done = row.outcomes.filter(({ ok }) => ok).length;
  const list = typeof asked.list === 'string' && /^[a-z]+$/.test(asked.list) ? asked.list : '';
  return (
    <>
      <header className="page-title">
        <h1>{words.result}</h1>
        <span className="buttons">
          <Link className="button" href={`/desk/stories${list && `?list=${list}`}`} prefetch={false}>
            {words.back}
          </Link>
        </span>
        <p>{timeModel(row.at).full}</p>
      </header>
      <p role="status" className={done === row.storyIds.length ? 'notice good' : 'notice bad'}>
        {words.did(words.acts[act], done, row.storyIds.length)}
      </p>
      {(row.mayUndo || row.undoneAt) && (
        <section className="undo" aria-label={words.undo}>
          {row.mayUndo && (
            <ActionForm action={undo} submit={words.undo} kind="plain" hidden={{ id: String(row.id) }}>
              <p className="meta">{words.undoLead}</p>
            </ActionForm>
          )}
          {row.undoneAt && (
            <>
              <h2>{words.undone}</h2>
              <Outcomes
                storyIds={row.undone.map((each) => each.id)}
                outcomes={row.undone}
                said={{ done: words.left, refused: words.kept }}
              />
            </>
          )}
        </section>
      )}
      <Outcomes storyIds={row.storyIds} outcomes={row.outcomes} said={{ done: words.done, refused: words.refused }} />
    </>
  );
}
