import type { Metadata } from 'next';
import Link from 'next/link';
import { hookWords as words } from '#components/desk/outside/strings.ts';
import { HookForm } from '#components/desk/outside/webhooks.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { hookEventChoices } from '../../../../hook-lines.ts';
import { add } from '../actions.ts';

export const metadata: Metadata = { title: words.add };

/** Somebody else is to be told. */
export default async function NewWebhookPage() {
  await requireRight('manage-tokens');
  return (
    <>
      <header className="page-title">
        <h1>{words.add}</h1>
        <Link className="button" href="/desk/webhooks" prefetch={false}>
          {words.back}
        </Link>
      </header>
      <HookForm action={add} submit={words.make} events={hookEventChoices} />
    </>
  );
}
