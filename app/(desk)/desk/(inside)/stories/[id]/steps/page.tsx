import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { stepWords as words } from '#components/desk/steps/strings.ts';
import { writing } from '#components/desk/writing/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { openedStory, tabTitle } from '../../../../../opened-story.ts';
import { StorySteps } from '../../../../../story-steps.tsx';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${words.title}：${await tabTitle((await params).id, writing.unnamed)}` };
}

/** A story's steps alone: for reviewers on a phone, and for what is out and not being written. */
export default async function StepsPage({ params }: Props) {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  const opened = await openedStory(id);
  if (!opened.ok) notFound();
  return (
    <>
      <header className="page-title">
        <h1>{opened.content.title.trim() || writing.unnamed}</h1>
        <Link className="button" href={`/desk/stories/${opened.id}`} prefetch={false}>
          {words.toText}
        </Link>
      </header>
      <StorySteps storyId={opened.id} actor={actor} />
    </>
  );
}
