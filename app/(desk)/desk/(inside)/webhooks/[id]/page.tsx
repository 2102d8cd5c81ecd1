import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { HookStanding } from '#components/desk/outside/hook-acts.tsx';
import { hookWords as words } from '#components/desk/outside/strings.ts';
import { HookForm, HookLog } from '#components/desk/outside/webhooks.tsx';
import { Part } from '#components/desk/part.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { listHooks, readAttempts } from '#lib/newsroom/webhooks.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { hookEventChoices, hookLine } from '../../../../hook-lines.ts';
import * as actions from '../actions.ts';

export const metadata: Metadata = { title: words.title };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** One webhook: how it stands, what is done with it, and every attempt to reach it. */
export default async function WebhookPage({ params, searchParams }: Props) {
  const [actor, { id: named }, asked] = await Promise.all([requireRight('manage-tokens'), params, searchParams]);
  const id = positiveInteger(named) ?? 0;
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].slice(0, 40) : '');
  const wanted = { outcome: one('outcome') === 'failed' ? 'failed' : '', type: one('type') };
  const [[hook], { rows, older }] = await Promise.all([
    listHooks(actor, id),
    readAttempts(actor, id, {
      failed: wanted.outcome === 'failed',
      type: wanted.type,
      before: positiveInteger(one('before')),
    }),
  ]);
  if (!hook) notFound();
  const previousUntil = hook.previousUntil && hook.previousUntil.getTime() > Date.now() ? hook.previousUntil : null;
  return (
    <>
      <header className="page-title">
        <h1>{hook.name}</h1>
        <Link className="button" href="/desk/webhooks" prefetch={false}>
          {words.back}
        </Link>
      </header>
      <div className="parts">
        <HookStanding
          hook={{ ...hookLine(hook), previousUntil: previousUntil && timeModel(previousUntil) }}
          actions={actions}
        />
        <HookLog
          id={id}
          rows={rows.map(({ at, storyId, ...row }) => ({ ...row, story: storyId, at: timeModel(at) }))}
          wanted={wanted}
          older={older}
          replay={hook.active ? actions.replay : null}
        />
        <Part id="change" title={words.change}>
          <HookForm action={actions.change} submit={words.save} events={hookEventChoices} hook={hook} />
        </Part>
      </div>
    </>
  );
}
