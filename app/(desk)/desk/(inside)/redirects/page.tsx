import type { Metadata } from 'next';
import { AddRedirect, RedirectList } from '#components/desk/rules/redirects.tsx';
import { redirects as words } from '#components/desk/rules/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { listRedirects } from '#lib/newsroom/redirects.ts';
import { timeModel } from '#lib/text/time.ts';
import { add, remove } from './actions.ts';

export const metadata: Metadata = { title: words.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where old addresses lead. */
export default async function RedirectsPage({ searchParams }: Props) {
  const [actor, asked] = await Promise.all([requireRight('manage-redirects'), searchParams]);
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].slice(0, 2000) : '');
  const [q, after] = [one('q').trim(), one('after')];
  const { rows, next } = await listRedirects(actor, { words: q, after });
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      <RedirectList
        rows={rows.map(({ fromPath, toPath, createdAt }) => ({
          from: fromPath,
          to: toPath,
          readable: readable(fromPath),
          at: timeModel(createdAt),
        }))}
        q={q}
        next={next}
        paged={after !== ''}
        remove={remove}
      />
      <AddRedirect add={add} />
    </>
  );
}

/** An address as people read it, where its escapes are characters. */
function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
