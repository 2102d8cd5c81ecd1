import Link from 'next/link';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Part } from '#components/desk/part.tsx';
import { Table } from '#components/desk/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { redirects as words } from './strings.ts';

export function AddRedirect({ add }: { add: FormAction }) {
  return (
    <Part id="add" title={words.add}>
      <ActionForm action={add} submit={words.save}>
        <Field label={words.from} name="from" hint={words.fromHint} required maxLength={2000} autoComplete="off" />
        <Field label={words.to} name="to" hint={words.toHint} required maxLength={2000} autoComplete="off" />
      </ActionForm>
    </Part>
  );
}

type Row = { from: string; to: string; readable: string; at: TimeModel };
type Props = { rows: Row[]; q: string; next: string | null; paged: boolean; remove: FormAction };

export function RedirectList({ rows, q, next, paged, remove }: Props) {
  const href = (after: string | null) => {
    const query = new URLSearchParams({ ...(q && { q }), ...(after && { after }) });
    return `/desk/redirects${query.size > 0 ? `?${query}` : ''}`;
  };
  return (
    <>
      <search>
        <form className="filters" action="/desk/redirects">
          <label className="grow">
            {words.search}
            <input type="search" name="q" defaultValue={q} maxLength={200} />
          </label>
          <button type="submit" className="button">
            {words.find}
          </button>
        </form>
      </search>
      <Table head={[words.from, words.to, words.created, words.act]} none={words.none}>
        {rows.map(({ from, to, readable, at }) => (
          <tr key={from}>
            <td className="name">{readable}</td>
            <td>
              <a className="text-link" href={to}>
                {to}
              </a>
            </td>
            <td className="num quiet">
              <Time time={at} label="day" />
            </td>
            <td>
              <ConfirmForm
                action={remove}
                hidden={{ from }}
                label={words.remove}
                lead={`${readable} 不再跳到 ${to}，打开它会说没有这一页。`}
              />
            </td>
          </tr>
        ))}
      </Table>
      <p className="buttons">
        {next !== null && (
          <Link className="button" href={href(next)} prefetch={false}>
            {words.next}
          </Link>
        )}
        {paged && (
          <Link className="button" href={href(null)} prefetch={false}>
            {words.first}
          </Link>
        )}
      </p>
    </>
  );
}
