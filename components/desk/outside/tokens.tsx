import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { SectionReach } from '#components/desk/section-reach.tsx';
import { Table } from '#components/desk/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { tokenWords as words } from './strings.ts';

type TokenLine = {
  id: number;
  name: string;
  hint: string;
  scopes: string;
  sections: string;
  state: keyof typeof words.states;
  /** Why it is stopped. */
  why: string | null;
  by: string;
  /** Who answers for it, where that is not who made it. */
  keeper: string | null;
  adoptable: boolean;
  createdAt: TimeModel;
  expiresAt: TimeModel | null;
  lastUsedAt: TimeModel | null;
};

/** Tokens, those that can be used first. */
export function TokenTable({ rows, revoke, adopt }: { rows: TokenLine[]; revoke: FormAction; adopt: FormAction }) {
  return (
    <Table
      head={[words.name, words.scopes, words.made(''), words.used, words.until, words.state, words.act]}
      none={words.none}
    >
      {rows.map(({ id, name, hint, scopes, sections, state, ...row }) => (
        <tr key={id}>
          <td className="name">
            {name}
            <small>{hint}…</small>
          </td>
          <td>
            {scopes} <span className="meta">{sections}</span>
          </td>
          <td className="quiet">
            <span className="label">{words.made(row.by)} </span>
            <Time time={row.createdAt} label="day" />
            {row.keeper && <span className="meta"> {words.keptBy(row.keeper)}</span>}
          </td>
          <td className={row.lastUsedAt ? 'num' : 'quiet'}>
            {row.lastUsedAt ? (
              <>
                <span className="label">{words.used} </span>
                <Time time={row.lastUsedAt} />
              </>
            ) : (
              words.never
            )}
          </td>
          <td className="quiet">
            <span className="label">{words.until} </span>
            {row.expiresAt ? <Time time={row.expiresAt} label="day" /> : words.forever}
          </td>
          <td>
            <span className={state === 'good' ? 'state on' : 'state off'}>{words.states[state]}</span>
            {row.why && <span className="meta"> {row.why}</span>}
          </td>
          <td className="end">
            {row.adoptable && (
              <ConfirmForm
                action={adopt}
                hidden={{ id: String(id) }}
                label={words.adopt}
                lead={words.adoptLead(name)}
                kind="plain"
              />
            )}
            {(state === 'good' || state === 'stopped') && (
              <ConfirmForm
                action={revoke}
                hidden={{ id: String(id) }}
                label={words.revoke}
                lead={words.revokeLead(name)}
              />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

type Adding = { add: FormAction; sections: readonly { id: number; name: string; depth: number }[] };

/** What a new one is for, and for how long. */
export function AddToken({ add, sections }: Adding) {
  return (
    <ActionForm action={add} submit={words.make}>
      <Field label={words.name} hint={words.nameHint} name="name" required maxLength={60} autoComplete="off" />
      <fieldset>
        <legend>{words.scopes}</legend>
        {Object.entries(words.scope).map(([value, [label, about]]) => (
          <label key={value} className="check">
            <input type="checkbox" name="scope" value={value} />
            <span>
              {label} <span className="meta">{about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <SectionReach sections={sections} />
      <label className="field">
        <span>{words.expires}</span>
        <select name="days" defaultValue="90">
          {words.lengths.map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </ActionForm>
  );
}
