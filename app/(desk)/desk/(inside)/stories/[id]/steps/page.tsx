import type { Metadata } from 'next';
import Link from 'next/link';
import { stepWords as words } from '#components/desk/steps/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { StorySteps } from '../../../../../story-steps.tsx';

export const metadata: Metadata = { title: words.title };

type Props = { params: Promise<{ id: string }> };

/** A story's steps alone: for reviewers on a phone, and for what is out and not being written. */
export default async function StepsPage({ params }: Props) {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  const storyId = positiveInteger(id) ?? 0;
  return (
    <>
      <header className="page-title">
        <h1>
          {words.title} {storyId}
        </h1>
        <Link className="button" href={`/desk/stories/${storyId}`} prefetch={false}>
          {words.toText}
        </Link>
      </header>
      <StorySteps storyId={storyId} actor={actor} />
    </>
  );
}
