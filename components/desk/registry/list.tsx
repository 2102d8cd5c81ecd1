import Link from 'next/link';
import { FilterChoice } from '../filter-choice.tsx';
import { Table } from '../table.tsx';
import { registry as words } from './strings.ts';

export type Choice = { value: string; label: string };
export type Wanted = { q: string; kind: string };

type Filters = { href: string; wanted: Wanted; label: string; kinds: readonly Choice[] };

/** What is asked for stands in the address. */
export function RegistryFilters({ href, wanted, label, kinds }: Filters) {
  return (
    <search>
      <form className="filters" action={href}>
        <label className="grow">
          {words.search}
          <input type="search" name="q" defaultValue={wanted.q} maxLength={80} />
        </label>
        {kinds.length > 0 && (
          <FilterChoice
            label={label}
            name="kind"
            value={wanted.kind}
            all={words.all}
            options={kinds.map(({ value, label }) => [value, label] as const)}
          />
        )}
        <button type="submit" className="button">
          {words.filter}
        </button>
      </form>
    </search>
  );
}

export type RegistryLine = {
  id: number;
  name: string;
  slug: string;
  kind: string;
  on: boolean;
  stories: number | null;
};

/** One line an entry; `older` is the next page. */
export function RegistryTable({
  href,
  label,
  rows,
  older,
}: {
  href: string;
  label: string;
  rows: RegistryLine[];
  older: string | null;
}) {
  if (rows.length === 0) return <p className="meta">{words.none}</p>;
  return (
    <>
      <Table head={[words.name, label, words.stories]}>
        {rows.map(({ id, name, slug, kind, on, stories }) => (
          <tr key={id}>
            <td className="name">
              <Link href={`${href}/${id}`} prefetch={false}>
                {name}
                <small>{slug}</small>
              </Link>
            </td>
            <td>
              {kind} {on && <span className="state on">{words.onList}</span>}
            </td>
            <td className="num quiet">{stories === null ? '' : `${stories} 篇`}</td>
          </tr>
        ))}
      </Table>
      {older && (
        <p className="buttons">
          <Link className="button" href={older} prefetch={false}>
            {words.older}
          </Link>
        </p>
      )}
    </>
  );
}

/** A choice in a form. The key makes the browser's own reset go back to what was saved. */
export function SelectField({
  label,
  name,
  value,
  choices,
}: {
  label: string;
  name: string;
  value: string;
  choices: readonly Choice[];
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select key={value} name={name} defaultValue={value}>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

type TextFieldProps = { label: string; name: string; value: string; hint?: string; rows?: number };

export function TextField({ label, name, value, hint, rows = 4 }: TextFieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        defaultValue={value}
        rows={rows}
        maxLength={2000}
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </div>
  );
}
