import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { StoryBodyView } from '#components/article/body.tsx';
import { WritingRoom } from '#components/desk/writing/room.client.tsx';
import { writing as words } from '#components/desk/writing/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import * as content from '#lib/content/index.ts';
import type { OpenedStory } from '#lib/newsroom/writing.ts';
import { openedStory, tabTitle } from '../../../../opened-story.ts';
import { StorySteps } from '../../../../story-steps.tsx';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await tabTitle((await params).id, words.title) };
}

/** One story: written by whoever may write it now, read by whoever may read it. */
export default async function StoryPage({ params }: Props) {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  const opened = await openedStory(id);
  if (!opened.ok) notFound();
  const sections = await sectionChoices();
  const section = sections.find((each) => each.id === opened.content.sectionId);
  const { ownerName } = opened.row;
  return (
    <div className="writing-room">
      <header className="writing-head">
        <h1>{opened.content.title.trim() || words.unnamed}</h1>
        <p className="meta">
          <span className="state">{words.stateOf(opened.stage, opened.readers)}</span>
          {section && <span>{words.section(section.name)}</span>}
          {ownerName && <span>{words.owner(ownerName)}</span>}
        </p>
        <Link className="button" href={`/desk/stories/${opened.id}/preview`} prefetch={false}>
          {words.preview}
        </Link>
      </header>
      <StorySteps storyId={opened.id} actor={actor} />
      {opened.save.ok ? (
        <WritingRoom user={{ id: actor.id, name: actor.name }} storyId={opened.id} />
      ) : (
        <ReadOnly opened={opened} reason={words.whyNot(opened.stage, opened.save)} />
      )}
    </div>
  );
}

/** The text for those who may not write it now, and why they may not. */
async function ReadOnly({ opened, reason }: { opened: OpenedStory; reason: string }) {
  const { article } = await content.draft({ ...opened, publishAt: opened.row.publishAt });
  return (
    <article className="story writing-read">
      <div className="notice">
        <p>
          {words.readOnly}：{reason}
        </p>
      </div>
      {article.subtitle && <p className="subtitle">{article.subtitle}</p>}
      <div className="story-body">
        <StoryBodyView {...article} />
      </div>
    </article>
  );
}
