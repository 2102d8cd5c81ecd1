import type { Metadata } from 'next';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Part } from '#components/desk/part.tsx';
import { ConsoleTitle } from '#components/desk/registry/console.tsx';
import { consoleWords as words } from '#components/desk/registry/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { pageStore } from '#lib/cache/store.ts';
import { aims, targetOf } from '#lib/newsroom/console.ts';
import { refresh } from './actions.ts';

export const metadata: Metadata = { title: words.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Refreshing by hand: first what it costs, then the button. */
export default async function ConsolePage({ searchParams }: Props) {
  await requireRight('revalidate');
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 2000) : '');
  const what = aims.find((aim) => aim === one('what')) ?? 'path';
  const of = one('of');
  const target = one('what') === '' ? null : await targetOf({ what, of });
  const touched = target?.ok ? await pageStore.touchedBy(target.tags) : null;
  return (
    <>
      <ConsoleTitle here="/desk/console" />
      <p className="meta">{words.lead}</p>
      <form className="filters" action="/desk/console">
        <label>
          {words.what}
          <select name="what" defaultValue={what}>
            {aims.map((aim) => (
              <option key={aim} value={aim}>
                {words.whats[aim]}
              </option>
            ))}
          </select>
        </label>
        <label className="grow">
          {words.of}
          <input name="of" defaultValue={of} maxLength={2000} placeholder={words.ofHint} />
        </label>
        <button type="submit" className="button">
          {words.ask}
        </button>
      </form>
      {target && !target.ok && (
        <div className="notice bad" role="alert">
          <p>{target.message}</p>
        </div>
      )}
      {target?.ok && touched && (
        <Part id="cost" title={words.cost}>
          <p>{words.costOf(touched.count)}</p>
          {pageStore.shared && <p className="meta">{words.onlyHere}</p>}
          <dl className="facts">
            <dt>{words.tags}</dt>
            <dd>{target.tags.join('、')}</dd>
            {touched.paths.length > 0 && (
              <>
                <dt>{words.some}</dt>
                <dd>{touched.paths.slice(0, 12).join('、')}</dd>
              </>
            )}
          </dl>
          <ConfirmForm
            action={refresh}
            label={words.confirm}
            lead={`${words.whats[what]}${of && what !== 'everything' ? `（${of}）` : ''}：${words.costOf(touched.count)}`}
            hidden={{ what, of, pages: String(touched.count) }}
          />
        </Part>
      )}
    </>
  );
}
