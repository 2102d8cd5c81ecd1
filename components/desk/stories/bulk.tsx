import Link from 'next/link';
import type { BulkOutcome } from '#db/schema/index.ts';
import type { BulkAct, Foreseen } from '#lib/newsroom/bulk.ts';
import { ActionForm } from '../action-form.client.tsx';
import { Field } from '../field.tsx';
import type { FormAction } from '../form-state.ts';
import { SectionOptions } from '../section-options.tsx';
import { Table } from '../table.tsx';
import { bulkWords as words } from './strings.ts';

type Asking = {
  act: BulkAct;
  sections: readonly { id: number; name: string; depth: number }[];
  topics: readonly { name: string; slug: string }[];
};

/** The stories as they are now: what can be done to each, and if not, why. */
export function ForeseenStories({ stories }: { stories: Foreseen[] }) {
  return (
    <Table className="table stories">
      {stories.map(({ id, title, problem }) => (
        <tr key={id}>
          <td className="name">
            <Link href={`/desk/stories/${id}`} prefetch={false}>
              {title}
            </Link>
          </td>
          <td>
            <span className={problem === null ? 'state on' : 'state off'}>
              {problem === null ? words.able : words.refused}
            </span>
          </td>
          <td className="quiet">{problem ?? ''}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Asks what the act must know, and does it. */
export function BulkForm({
  action,
  stories,
  list,
  ...asking
}: Asking & { action: FormAction; stories: Foreseen[]; list: string }) {
  const hidden = {
    act: asking.act,
    list,
    stories: stories.map(({ id, version }) => `${id}.${version}`).join(' '),
  };
  const able = stories.filter(({ problem }) => problem === null).length;
  return (
    <ActionForm
      action={action}
      submit={`${words.acts[asking.act]} · ${able} 篇`}
      kind={asking.act === 'withdraw' || asking.act === 'discard' ? 'grave' : 'main'}
      hidden={hidden}
    >
      <Fields {...asking} />
    </ActionForm>
  );
}

function Fields({ act, sections, topics }: Asking) {
  switch (act) {
    case 'schedule':
      return <Field label={words.at} name="at" type="datetime-local" step={60} required />;
    case 'withdraw':
      return <Field label={words.reason} hint={words.reasonHint} name="reason" maxLength={500} required />;
    case 'move':
      return (
        <label className="field">
          <span>{words.section}</span>
          <select name="section" required defaultValue="">
            <option value="" disabled>
              {words.missing.section}
            </option>
            <SectionOptions sections={sections} />
          </select>
        </label>
      );
    case 'add-topic':
    case 'remove-topic':
      return (
        <>
          <Field label={words.topic} hint={words.topicHint} name="topic" list="topics" maxLength={80} required />
          <datalist id="topics">
            {topics.map(({ name, slug }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      );
    default:
      return null;
  }
}

/** What came of each story; those of which nothing is known stand there too. */
export function Outcomes({
  storyIds,
  outcomes,
  said,
}: {
  storyIds: readonly number[];
  outcomes: readonly BulkOutcome[];
  said: { done: string; refused: string };
}) {
  const known = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  return (
    <Table className="table stories">
      {storyIds.map((id) => {
        const outcome = known.get(id);
        return (
          <tr key={id}>
            <td className="name">
              <Link href={`/desk/stories/${id}`} prefetch={false}>
                {outcome?.title ?? `稿件 ${id}`}
              </Link>
            </td>
            <td>
              <span className={outcome?.ok ? 'state on' : 'state off'}>{outcome?.ok ? said.done : said.refused}</span>
            </td>
            <td className="quiet">
              {outcome ? outcome.message : words.unknown}
              {outcome?.eventId && (
                <Link href={`/desk/stories/${id}/refreshed/${outcome.eventId}`} prefetch={false}>
                  {words.refreshed}
                </Link>
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
