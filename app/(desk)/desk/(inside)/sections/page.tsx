import type { Metadata } from 'next';
import Link from 'next/link';
import { type SectionLine, SectionTable } from '#components/desk/registry/sections.tsx';
import { sectionWords as words } from '#components/desk/registry/strings.ts';
import { storiesOfSections } from '#db/queries/registry.ts';
import { allSections } from '#db/queries/sections.ts';
import { requireRight } from '#lib/auth/current.ts';
import { order } from './actions.ts';

export const metadata: Metadata = { title: words.title };

/** The tree of sections, in the order in which readers see it. */
export default async function SectionsPage() {
  await requireRight('manage-sections');
  const [all, stories] = await Promise.all([allSections(), storiesOfSections()]);
  const below = (parent: number | null, depth: number): SectionLine[] => {
    const siblings = all.filter(({ parentId }) => parentId === parent);
    return siblings.flatMap(({ id, name, slug, reviews }, place) => [
      {
        ...{ id, name, slug, depth },
        reviews: reviews === null ? words.inherit : words.reviewsOf(reviews),
        stories: stories.get(id) ?? 0,
        first: place === 0,
        last: place === siblings.length - 1,
      },
      ...below(id, depth + 1),
    ]);
  };
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <Link className="button main" href="/desk/sections/new">
          {words.add}
        </Link>
        <p>{words.lead}</p>
      </header>
      <SectionTable rows={below(null, 0)} order={order} />
    </>
  );
}
