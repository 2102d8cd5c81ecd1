import { Fragment, type ReactNode } from 'react';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Part } from '#components/desk/part.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { settingWords as words } from './strings.ts';

type Name = 'contact' | 'crawlers' | 'reviews' | 'checks';
export type Standing = { isSet: boolean; version: number; by: string | null; at: TimeModel | null };
type Actions = { save: FormAction; reset: FormAction };

type GroupProps = Actions & { name: Name; standing: Standing; children: ReactNode };

/** A group of settings: what it is for, whether somebody set it, its form, and the way back. */
function Group({ name, standing: { isSet, version, by, at }, save, reset, children }: GroupProps) {
  const { title, lead } = words[name];
  const hidden = { name, version: String(version) };
  return (
    <section className="part" aria-labelledby={name}>
      <h2 id={name}>
        {title} <span className={isSet ? 'state on' : 'state'}>{isSet ? words.isSet : words.isUsual}</span>
      </h2>
      <div className="setting">
        <p className="meta">{lead}</p>
        {isSet && by && at && (
          <div className="set-by">
            <span className="meta">
              {words.setBy(by)} <Time time={at} label="full" />
            </span>
            <ConfirmForm
              action={reset}
              hidden={hidden}
              kind="plain"
              label={words.reset}
              lead={`${title}：${words.resetLead}`}
            />
          </div>
        )}
        <ActionForm action={save} submit={words.save} hidden={hidden}>
          {/* Drawn anew where it was changed: what stands in the fields is what holds. */}
          <div key={version} className="form">
            {children}
          </div>
        </ActionForm>
      </div>
    </section>
  );
}

type Contact = { readonly wording: string; readonly phone: string; readonly email: string };

export function ContactSettings({ value, usual, ...group }: GroupOf<Contact>) {
  const { wording, phone, email } = words.contact;
  return (
    <Group name="contact" {...group}>
      <Field
        label={wording}
        name="wording"
        defaultValue={value.wording}
        required
        maxLength={20}
        hint={was(usual.wording)}
      />
      <Field
        label={phone}
        name="phone"
        type="tel"
        defaultValue={value.phone}
        required
        maxLength={30}
        hint={was(usual.phone)}
      />
      <Field
        label={email}
        name="email"
        type="email"
        defaultValue={value.email}
        required
        maxLength={100}
        hint={was(usual.email)}
      />
    </Group>
  );
}

type Crawlers = { readonly training: boolean; readonly search: boolean; readonly users: boolean };

export function CrawlerSettings({ value, usual, ...group }: GroupOf<Crawlers>) {
  return (
    <Group name="crawlers" {...group}>
      {(['training', 'search', 'users'] as const).map((purpose) => (
        <label key={purpose} className="check">
          <input type="checkbox" name={purpose} defaultChecked={value[purpose]} />
          <span>
            {words.crawlers[purpose]} <span className="meta">{was(usual[purpose] ? '可以' : '不可以')}</span>
          </span>
        </label>
      ))}
    </Group>
  );
}

export function ReviewSettings({ value, usual, ...group }: GroupOf<{ readonly reviews: 1 | 2 | 3 }>) {
  return (
    <Group name="reviews" {...group}>
      <label className="field">
        <span>{words.reviews.label}</span>
        <select name="reviews" defaultValue={String(value.reviews)}>
          {Object.entries(words.reviews.values).map(([count, label]) => (
            <option key={count} value={count}>
              {label}
            </option>
          ))}
        </select>
        <small>{was(words.reviews.values[usual.reviews])}</small>
      </label>
    </Group>
  );
}

type Level = keyof typeof words.checks.levels;
type Rule = keyof typeof words.checks.rules;
type Checks = {
  readonly blocking: { readonly submit: readonly string[]; readonly sign: readonly string[] };
  readonly levels: { readonly [R in Rule]: Level };
  readonly listTitleWidth: number;
  readonly nearDuplicate: number;
};
const rules = Object.entries(words.checks.rules) as [Rule, string][];
const levels = Object.entries(words.checks.levels) as [Level, string][];

export function CheckSettings({ value, usual, ...group }: GroupOf<Checks>) {
  return (
    <Group name="checks" {...group}>
      <div className="rules">
        {rules.map(([rule, label]) => (
          <label key={rule} className="field beside">
            <span>{label}</span>
            <select name={`level.${rule}`} defaultValue={value.levels[rule]}>
              {levels.map(([level, said]) => (
                <option key={level} value={level}>
                  {said}
                </option>
              ))}
            </select>
            {value.levels[rule] !== usual.levels[rule] && <small>{was(words.checks.levels[usual.levels[rule]])}</small>}
          </label>
        ))}
      </div>
      {(['submit', 'sign'] as const).map((at) => (
        <fieldset key={at}>
          <legend>{words.checks[at]}</legend>
          <div className="row-of-checks">
            {levels
              .filter(([level]) => level !== 'off')
              .map(([level, said]) => (
                <label key={level} className="check">
                  <input
                    type="checkbox"
                    name={`blocking.${at}`}
                    value={level}
                    defaultChecked={value.blocking[at].includes(level)}
                  />
                  {said}
                </label>
              ))}
          </div>
        </fieldset>
      ))}
      <label className="field beside">
        <span>{words.checks.listTitleWidth}</span>
        <input name="listTitleWidth" type="number" min={10} max={60} required defaultValue={value.listTitleWidth} />
        <small>{was(String(usual.listTitleWidth))}</small>
      </label>
      <label className="field beside">
        <span>{words.checks.nearDuplicate}</span>
        <input
          name="nearDuplicate"
          type="number"
          min={30}
          max={100}
          required
          defaultValue={Math.round(value.nearDuplicate * 100)}
        />
        <small>{was(String(Math.round(usual.nearDuplicate * 100)))}</small>
      </label>
    </Group>
  );
}

type GroupOf<V> = Actions & { standing: Standing; value: V; usual: V };

/** What the server's environment says, to look at. */
export function EnvironmentFacts({ facts }: { facts: { label: string; value: string | boolean }[] }) {
  const { title, lead, on, off } = words.environment;
  return (
    <Part id="environment" title={title}>
      <p className="meta">{lead}</p>
      <dl className="facts">
        {facts.map(({ label, value }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              {typeof value === 'string' ? (
                value
              ) : (
                <span className={value ? 'state on' : 'state'}>{value ? on : off}</span>
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Part>
  );
}

function was(text: string): string {
  return `${words.usual}${text}`;
}
