import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { BulkForm, ForeseenStories } from '#components/desk/stories/bulk.tsx';
import { bulkWords as words } from '#components/desk/stories/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { foresee, mostAtOnce, recentTopics } from '#lib/newsroom/bulk.ts';
import { bulkActOf, pickedOf } from '../../../../bulk.ts';
import { act as send } from './actions.ts';

export const metadata: Metadata = { title: '批量操作' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Before an act upon many stories: what it will do to each, and what it must know. */
export default async function BulkPage({ searchParams }: Props) {
  const [actor, asked] = await Promise.all([requireActor(), searchParams]);
  const act = bulkActOf(asked.act) ?? notFound();
  const values = [asked.story ?? []].flat();
  const list = typeof asked.list === 'string' && /^[a-z]+$/.test(asked.list) ? asked.list : '';
  const [stories, sections, topics] = await Promise.all([
    foresee(actor, act, pickedOf(values)),
    act === 'move' ? sectionChoices() : [],
    act === 'add-topic' || act === 'remove-topic' ? recentTopics() : [],
  ]);
  const able = stories.some(({ problem }) => problem === null);
  return (
    <>
      <header className="page-title">
        <h1>{words.acts[act]}</h1>
        <span className="buttons">
          <Link className="button" href={`/desk/stories${list && `?list=${list}`}`} prefetch={false}>
            {words.back}
          </Link>
        </span>
        <p>{words.leads[act]}</p>
      </header>
      {stories.length === 0 ? (
        <p className="notice bad">{words.none}</p>
      ) : (
        <>
          {values.length > mostAtOnce && <p className="notice bad">{words.tooMany}</p>}
          {able ? (
            <BulkForm action={send} act={act} stories={stories} list={list} sections={sections} topics={topics} />
          ) : (
            <p className="notice bad">{words.nobody}</p>
          )}
          <h2 className="picked">{words.chosen}</h2>
          <ForeseenStories stories={stories} />
        </>
      )}
    </>
  );
}
