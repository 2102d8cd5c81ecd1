import type { Metadata } from 'next';
import Link from 'next/link';
import { hookWords as words } from '#components/desk/outside/strings.ts';
import { HookTable } from '#components/desk/outside/webhooks.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { listHooks } from '#lib/newsroom/webhooks.ts';
import { hookLine } from '../../../hook-lines.ts';

export const metadata: Metadata = { title: words.title };

/** Whom we tell of stories. */
export default async function WebhooksPage() {
  const actor = await requireRight('manage-tokens');
  const rows = await listHooks(actor);
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <Link className="button main" href="/desk/webhooks/new" prefetch={false}>
          {words.add}
        </Link>
        <p>{words.lead}</p>
      </header>
      <HookTable rows={rows.map(hookLine)} />
    </>
  );
}
