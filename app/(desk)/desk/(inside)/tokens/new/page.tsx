import type { Metadata } from 'next';
import Link from 'next/link';
import { tokenWords as words } from '#components/desk/outside/strings.ts';
import { AddToken } from '#components/desk/outside/tokens.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { add } from '../actions.ts';

export const metadata: Metadata = { title: words.add };

/** Another outside system comes in. */
export default async function NewTokenPage() {
  await requireRight('manage-tokens');
  return (
    <>
      <header className="page-title">
        <h1>{words.add}</h1>
        <Link className="button" href="/desk/tokens" prefetch={false}>
          {words.back}
        </Link>
      </header>
      <AddToken add={add} sections={await sectionChoices()} />
    </>
  );
}
