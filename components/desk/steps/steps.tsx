import Link from 'next/link';
import type { ReactNode } from 'react';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import type { FormAction } from '../form-state.ts';
import type { StepForm } from './forms.ts';
import { Refresh } from './refresh.client.tsx';
import { StepForms } from './step-forms.client.tsx';
import { stepWords as words } from './strings.ts';

export type FindingLine = { level: keyof typeof words.levels; message: string };

export type StepsModel = {
  storyId: number;
  stage: keyof typeof words.stages;
  readers: keyof typeof words.readers;
  version: number;
  waiting: string | null;
  writer: string | null;
  reviews: { label: string; name: string; at: TimeModel; note: string | null; changed: boolean }[];
  signed: { name: string; at: TimeModel } | null;
  sentBack: { name: string; at: TimeModel; reason: string } | null;
  publishAt: TimeModel | null;
  withdrawAt: { at: TimeModel; reason: string } | null;
  correction: string | null;
  findings: FindingLine[] | null;
  /** The check stops what comes next, and this person may not pass over it. */
  stopped: boolean;
  forms: StepForm[];
  history: { key: string; at: TimeModel; who: string; act: string; detail: string; refreshed: string | null }[];
};

/** Where a story stands, who did what, and what may be done now. */
export function Steps({ model, action, children }: { model: StepsModel; action: FormAction; children?: ReactNode }) {
  const { stage, readers, version, storyId } = model;
  return (
    <section className="steps" aria-labelledby="steps">
      <h2 id="steps">{words.title}</h2>
      <p className="steps-now">
        <span className={`state ${readers === 'published' ? 'on' : readers === 'withdrawn' ? 'off' : ''}`}>
          {words.readers[readers]}
        </span>{' '}
        {stage !== 'none' && (
          <>
            <span className="state">{words.stages[stage]}</span>{' '}
            <span className="meta">
              {words.version} {version} {words.versionEnd}
            </span>
          </>
        )}
      </p>
      {model.waiting && <p>{model.waiting}</p>}
      <Facts model={model} />
      {children}
      <h3>{words.acts}</h3>
      {model.stopped && <p className="notice bad">{words.blocked}</p>}
      <StepForms {...{ action, storyId, version, forms: model.forms, nothing: words.nothing }} />
      {model.findings && <Findings findings={model.findings} />}
      <History lines={model.history} />
    </section>
  );
}

function Facts({
  model: { writer, reviews, signed, sentBack, publishAt, withdrawAt, correction },
}: {
  model: StepsModel;
}) {
  return (
    <dl className="facts">
      {writer && (
        <>
          <dt>{words.writer}</dt>
          <dd>{writer}</dd>
        </>
      )}
      {sentBack && (
        <>
          <dt>{words.sentBack}</dt>
          <dd>
            {sentBack.reason}{' '}
            <span className="meta">
              {sentBack.name} <Time time={sentBack.at} />
            </span>
          </dd>
        </>
      )}
      {reviews.map(({ label, name, at, note, changed }) => (
        <div key={label} className="facts-row">
          <dt>{label}</dt>
          <dd>
            {name}
            {changed && `，${words.changed}`}
            {note && `：${note}`} <Time time={at} className="meta" />
          </dd>
        </div>
      ))}
      {signed && (
        <>
          <dt>{words.signed}</dt>
          <dd>
            {signed.name} <Time time={signed.at} className="meta" />
          </dd>
        </>
      )}
      {publishAt && (
        <>
          <dt>{words.publishAt}</dt>
          <dd>
            <Time time={publishAt} label="full" />
          </dd>
        </>
      )}
      {withdrawAt && (
        <>
          <dt>{words.withdrawAt}</dt>
          <dd>
            <Time time={withdrawAt.at} label="full" /> {withdrawAt.reason}
          </dd>
        </>
      )}
      {correction && (
        <>
          <dt>{words.correction}</dt>
          <dd>{correction}</dd>
        </>
      )}
    </dl>
  );
}

function Findings({ findings }: { findings: FindingLine[] }) {
  return (
    <section aria-labelledby="findings">
      <h3 id="findings">{words.findings}</h3>
      {findings.length === 0 && <p className="meta">{words.noFindings}</p>}
      {(['forbid', 'warn', 'suggest'] as const).map((level) => {
        const lines = findings.filter((finding) => finding.level === level);
        if (lines.length === 0) return null;
        return (
          <div key={level} className={`findings ${level}`}>
            <h4>
              {words.levels[level]} <span className="meta">{lines.length}</span>
            </h4>
            <ul>
              {lines.map(({ message }, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name of their own, and two may say the same.
                <li key={n}>{message}</li>
              ))}
            </ul>
          </div>
        );
      })}
      <Refresh label={words.again} />
    </section>
  );
}

/** Beside the text there is room for the newest steps; a story may have gone through dozens. */
const shownLines = 6;

function History({ lines }: { lines: StepsModel['history'] }) {
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="history">
      <h3 id="history">{words.history}</h3>
      <HistoryLines lines={lines.slice(0, shownLines)} />
      {lines.length > shownLines && (
        <details>
          <summary>{words.earlier(lines.length - shownLines)}</summary>
          <HistoryLines lines={lines.slice(shownLines)} />
        </details>
      )}
    </section>
  );
}

function HistoryLines({ lines }: { lines: StepsModel['history'] }) {
  return (
    <ol className="history">
      {lines.map(({ key, at, who, act, detail, refreshed }) => (
        <li key={key}>
          <strong>{act}</strong> {who} <Time time={at} className="meta" />
          {detail && <p>{detail}</p>}{' '}
          {refreshed && (
            <Link className="text-link" href={refreshed} prefetch={false}>
              {words.refreshed}
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}
