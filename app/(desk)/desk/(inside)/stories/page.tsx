import type { Metadata } from 'next';
import Link from 'next/link';
import { ListTabs, StoryFilters, StoryTable } from '#components/desk/stories/stories.tsx';
import { storyWords as words } from '#components/desk/stories/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { bulkActsOf, listTabs, storyLines, wantedOf } from '../../../story-lists.ts';

export const metadata: Metadata = { title: words.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Stories by whose move it is and where they stand. */
export default async function StoriesPage({ searchParams }: Props) {
  const [actor, asked] = await Promise.all([requireActor(), searchParams]);
  const wanted = wantedOf(actor, asked);
  const after = typeof asked.after === 'string' ? asked.after : '';
  const [sections, tabs] = await Promise.all([sectionChoices(), listTabs(actor)]);
  const { lines, next } = await storyLines(actor, wanted, after, sections);
  return (
    <>
      <header className="page-title">
        <h1>{words.lists[wanted.list]}</h1>
        {actor.role !== 'admin' && (
          <Link className="button main" href="/desk/stories/new" prefetch={false}>
            {words.create}
          </Link>
        )}
      </header>
      <ListTabs tabs={tabs} current={wanted.list} />
      <StoryFilters key={JSON.stringify(wanted)} wanted={wanted} sections={sections} />
      <StoryTable
        lines={lines}
        wanted={wanted}
        next={next}
        paged={after !== ''}
        acts={bulkActsOf(actor, wanted.list)}
      />
    </>
  );
}
