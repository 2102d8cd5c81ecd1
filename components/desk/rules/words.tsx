import Link from 'next/link';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Part } from '#components/desk/part.tsx';
import { Table } from '#components/desk/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import type { FindingLevel } from '#lib/newsroom/finding.ts';
import { words } from './strings.ts';

export type WordLevel = FindingLevel;
export type Wanted = { q: string; level: string };
export type WordRow = { id: number; word: string; level: WordLevel; note: string; by: string; at: TimeModel };

const levels = Object.entries(words.levels) as [WordLevel, string][];

function hrefOf(wanted: Wanted, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(Object.entries({ ...wanted, ...more }).filter(([, value]) => value !== ''));
  return `/desk/words${query.size > 0 ? `?${query}` : ''}`;
}

export function LevelChoice({ name, label, value }: { name: string; label: string; value: WordLevel }) {
  return (
    <label className="field">
      <span>{label}</span>
      <select name={name} defaultValue={value}>
        {levels.map(([level, said]) => (
          <option key={level} value={level}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is asked for stands in the address. */
export function WordFilters({ wanted, counts }: { wanted: Wanted; counts: Record<WordLevel, number> }) {
  return (
    <search>
      <form className="filters" action="/desk/words">
        <label className="grow">
          {words.search}
          <input type="search" name="q" defaultValue={wanted.q} maxLength={60} />
        </label>
        <label>
          {words.level}
          <select name="level" defaultValue={wanted.level}>
            <option value="">
              {words.all} {Object.values(counts).reduce((sum, each) => sum + each, 0)}
            </option>
            {levels.map(([level, said]) => (
              <option key={level} value={level}>
                {said} {counts[level]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          {words.find}
        </button>
      </form>
    </search>
  );
}

type TableProps = { rows: WordRow[]; wanted: Wanted; next: string | null; paged: boolean; remove: FormAction };

export function WordTable({ rows, wanted, next, paged, remove }: TableProps) {
  return (
    <>
      <Table head={[words.word, words.level, words.note, words.by, words.act]} none={words.none}>
        {rows.map(({ id, word, level, note, by, at }) => (
          <tr key={id}>
            <td className="name">
              <Link
                href={hrefOf(wanted, { edit: String(id) })}
                prefetch={false}
                aria-label={`${words.change}：${word}`}
              >
                {word}
              </Link>
            </td>
            <td>
              <span className={level === 'forbid' ? 'state off' : 'state'}>{words.levels[level]}</span>
            </td>
            <td>{note}</td>
            <td className="quiet">
              {by} <Time time={at} label="day" />
            </td>
            <td>
              <ConfirmForm
                action={remove}
                hidden={{ id: String(id) }}
                label={words.remove}
                lead={`发布前检查不再找“${word}”。`}
              />
            </td>
          </tr>
        ))}
      </Table>
      <p className="buttons">
        {next !== null && (
          <Link className="button" href={hrefOf(wanted, { after: next })} prefetch={false}>
            {words.next}
          </Link>
        )}
        {paged && (
          <Link className="button" href={hrefOf(wanted)} prefetch={false}>
            {words.first}
          </Link>
        )}
      </p>
    </>
  );
}

type Change = { row: Pick<WordRow, 'id' | 'word' | 'level' | 'note'>; wanted: Wanted; change: FormAction };

export function ChangeWord({ row, wanted, change }: Change) {
  return (
    <Part id="change" title={words.changeTitle}>
      <ActionForm action={change} submit={words.save} hidden={{ id: String(row.id), back: hrefOf(wanted) }}>
        <Field label={words.word} name="word" defaultValue={row.word} required maxLength={50} autoFocus />
        <LevelChoice name="level" label={words.level} value={row.level} />
        <Field label={words.note} name="note" defaultValue={row.note} hint={words.noteHint} maxLength={200} />
      </ActionForm>
      <p>
        <Link className="text-link" href={hrefOf(wanted)} prefetch={false}>
          {words.back}
        </Link>
      </p>
    </Part>
  );
}

export function AddWords({ add, importLines }: { add: FormAction; importLines: FormAction }) {
  return (
    <>
      <Part id="add" title={words.add}>
        <ActionForm action={add} submit={words.addSubmit}>
          <Field label={words.word} name="word" required maxLength={50} autoComplete="off" />
          <LevelChoice name="level" label={words.level} value="warn" />
          <Field label={words.note} name="note" hint={words.noteHint} maxLength={200} autoComplete="off" />
        </ActionForm>
      </Part>
      <Part id="import" title={words.import}>
        <p className="meta">{words.importLead}</p>
        <ActionForm action={importLines} submit={words.importSubmit}>
          <label className="field">
            <span>{words.lines}</span>
            <textarea name="lines" rows={8} required maxLength={700_000} spellCheck={false} />
          </label>
          <LevelChoice name="level" label={words.usual} value="warn" />
        </ActionForm>
      </Part>
    </>
  );
}
