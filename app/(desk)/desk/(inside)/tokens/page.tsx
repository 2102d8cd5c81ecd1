import type { Metadata } from 'next';
import Link from 'next/link';
import { tokenWords as words } from '#components/desk/outside/strings.ts';
import { TokenTable } from '#components/desk/outside/tokens.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { sectionChoices, sectionsInWords } from '#lib/auth/sections.ts';
import { type Scope, scopeNames } from '#lib/newsroom/api-token.ts';
import { listTokens } from '#lib/newsroom/tokens.ts';
import { timeModel } from '#lib/text/time.ts';
import { adopt, revoke } from './actions.ts';

export const metadata: Metadata = { title: words.title };

/** By what outside systems show who they are. */
export default async function TokensPage() {
  const actor = await requireRight('manage-tokens');
  const [rows, sections] = await Promise.all([listTokens(actor), sectionChoices()]);
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <Link className="button main" href="/desk/tokens/new" prefetch={false}>
          {words.add}
        </Link>
        <p>{words.lead}</p>
      </header>
      <TokenTable
        rows={rows.map(({ id, name, hint, scopes, sectionIds, state, why, keeper, ...row }) => ({
          id,
          name,
          hint,
          state,
          why,
          keeper: keeper && keeper.name !== row.createdBy ? keeper.name : null,
          adoptable: state === 'stopped' || (state === 'good' && keeper?.id !== actor.id),
          scopes: scopes.map((scope) => scopeNames[scope as Scope] ?? scope).join('、'),
          sections: sectionsInWords(sectionIds, sections, desk.people.allSections),
          by: row.createdBy,
          createdAt: timeModel(row.createdAt),
          expiresAt: row.expiresAt && timeModel(row.expiresAt),
          lastUsedAt: row.lastUsedAt && timeModel(row.lastUsedAt),
        }))}
        revoke={revoke}
        adopt={adopt}
      />
    </>
  );
}
