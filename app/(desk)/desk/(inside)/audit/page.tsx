import type { Metadata } from 'next';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { AuditFilters, AuditTable } from '#components/desk/audit.tsx';
import { type Names, objectInWords, thingsIn } from '#components/desk/audit-objects.ts';
import { actName, detailInWords } from '#components/desk/audit-words.ts';
import { desk } from '#components/desk/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { namesOfPeople } from '#lib/auth/people.ts';
import { roleNames } from '#lib/newsroom/actor.ts';
import { scopeNames } from '#lib/newsroom/api-token.ts';
import { readAudit } from '#lib/newsroom/audit-list.ts';
import { namesOf } from '#lib/newsroom/names.ts';
import { actNames } from '#lib/newsroom/rights.ts';
import { hookEventNames } from '#lib/outbox/hook-events.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { verify } from './actions.ts';

export const metadata: Metadata = { title: desk.audit.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Who did what, when. */
export default async function AuditPage({ searchParams }: Props) {
  const actor = await requireRight('read-audit');
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 100) : '');
  const wanted = { who: one('who'), object: one('object') };
  const before = positiveInteger(one('before'));
  const [{ rows, older }, people] = await Promise.all([readAudit(actor, { ...wanted, before }), namesOfPeople()]);
  const things = await namesOf(rows.flatMap(thingsIn));
  const names: Names = {
    ...roleNames,
    ...scopeNames,
    ...hookEventNames,
    ...Object.fromEntries([...people, ...things]),
  };
  const lines = rows.map(({ act, object, detail, at, actorRole, ...row }) => ({
    ...row,
    at: timeModel(at),
    actorRole: names[actorRole] ?? '',
    thing: object,
    act: actName(act, actNames),
    object: objectInWords(object, names),
    detail: detailInWords(detail, names),
  }));
  return (
    <>
      <header className="page-title">
        <h1>{desk.audit.title}</h1>
        <p>{desk.audit.lead}</p>
      </header>
      <ActionForm action={verify} submit={desk.audit.verify} className="form verify" kind="plain" />
      <AuditFilters wanted={wanted} />
      <AuditTable rows={lines} wanted={wanted} older={older} paged={before !== null} />
    </>
  );
}
