import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { BoxedPart } from '#components/desk/part.tsx';
import { SelectField, TextField } from '#components/desk/registry/list.tsx';
import { Milestones } from '#components/desk/registry/milestones.tsx';
import { openingWords as words } from '#components/desk/registry/strings.ts';
import { db } from '#db/client.ts';
import { openingOf, topicChoices } from '#db/queries/topics.ts';
import { mostMilestones, topicTimeline } from '#db/schema/index.ts';
import { dayOf } from '#lib/text/time.ts';
import { arrange } from './actions.ts';

/** So many of a topic's newest stories are offered; older ones are named by number. */
const offered = 30;

/** What editors set above a topic's list. */
export async function TopicOpening({ id }: { id: number }) {
  const [opening, choices] = await Promise.all([openingOf(db, id), topicChoices(id, offered)]);
  const chosen = new Set(opening.milestones);
  const lead = choices.find((choice) => choice.id === opening.leadStoryId);
  const stories = choices.map(({ id, title, publishedAt, shown }) => ({
    ...{ id, title, shown },
    day: publishedAt ? dayOf(publishedAt) : '',
    chosen: chosen.has(id),
  }));
  return (
    <BoxedPart id="opening" title={words.title} lead={words.lead}>
      <ActionForm action={arrange} submit={words.save} hidden={{ id: String(id) }}>
        <TextField
          label={words.introduction}
          name="introduction"
          value={opening.introduction}
          hint={words.introductionHint}
          rows={6}
        />
        <Field
          label={words.leadStory}
          name="leadStoryId"
          hint={`${lead ? (lead.shown ? words.leadNow(lead.title) : words.leadAway(lead.title)) : ''}${words.leadStoryHint}`}
          defaultValue={opening.leadStoryId ?? ''}
          inputMode="numeric"
          pattern="[0-9]*"
          list="topic-stories"
        />
        <datalist id="topic-stories">
          {stories.map(
            ({ id, day, title, shown }) => shown && <option key={id} value={id} label={`${day} ${title}`} />,
          )}
        </datalist>
        <SelectField
          label={words.timeline}
          name="timeline"
          value={opening.timeline}
          choices={topicTimeline.enumValues.map((value) => ({ value, label: words.timelines[value] }))}
        />
        <Milestones stories={stories} most={mostMilestones} />
      </ActionForm>
    </BoxedPart>
  );
}
