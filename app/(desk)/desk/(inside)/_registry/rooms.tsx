import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { BoxedPart } from '#components/desk/part.tsx';
import { RegistryFilters, RegistryTable } from '#components/desk/registry/list.tsx';
import { registry as words } from '#components/desk/registry/strings.ts';
import { registryEntry, registryList, smallPicture } from '#db/queries/registry.ts';
import { requireRight } from '#lib/auth/current.ts';
import { mediaHref } from '#lib/content/questions/items.ts';
import { type EntryKind, entries } from '#lib/newsroom/registry.ts';
import { positiveInteger } from '#lib/text/number.ts';
import * as actions from './actions.ts';
import { EntryFields } from './fields.tsx';

/** The rooms of a registry: its list, a new entry, one entry. Each of the five has pages of its own that say which it is. */

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

const pageLength = 50;

export async function ListRoom({ kind, searchParams }: { kind: EntryKind; searchParams: SearchParams }) {
  await requireRight('manage-registry');
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 80) : '');
  const wanted = { q: one('q'), kind: one('kind') };
  const { title, add, href } = words.rooms[kind];
  const before = positiveInteger(one('before'));
  const { rows, older } = await registryList(kind, { text: wanted.q, kind: wanted.kind, before }, pageLength);
  const names = words.kinds[kind] ?? {};
  const kinds = Object.entries(names).map(([value, label]) => ({ value, label }));
  const filters = kind === 'source' ? [...kinds, { value: 'whitelisted', label: words.onList }] : kinds;
  const label = kind === 'blog' ? words.whose : kind === 'author' ? words.role : words.kind;
  const next = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''));
  if (older !== null) next.set('before', String(older));
  return (
    <>
      <header className="page-title">
        <h1>{title}</h1>
        <Link className="button main" href={`${href}/new`}>
          {add}
        </Link>
      </header>
      <RegistryFilters href={href} wanted={wanted} label={label} kinds={filters} />
      <RegistryTable
        href={href}
        label={label}
        rows={rows.map(({ whitelisted, kind, ...row }) => ({ ...row, on: whitelisted, kind: names[kind] ?? kind }))}
        older={older === null ? null : `${href}?${next}`}
      />
    </>
  );
}

export async function NewRoom({ kind }: { kind: EntryKind }) {
  await requireRight('manage-registry');
  return (
    <>
      <header className="page-title">
        <h1>{words.rooms[kind].add}</h1>
      </header>
      <ActionForm action={actions.add} submit={words.add} hidden={{ entry: kind }}>
        <EntryFields kind={kind} row={null} />
      </ActionForm>
    </>
  );
}

type EntryRoomProps = {
  kind: EntryKind;
  params: Promise<{ id: string }>;
  /** What a kind has besides, below its facts. */
  more?: (id: number) => ReactNode;
};

export async function EntryRoom({ kind, params, more }: EntryRoomProps) {
  await requireRight('manage-registry');
  const id = positiveInteger((await params).id) ?? 0;
  const row = await registryEntry(kind, id);
  if (!row) notFound();
  const cover = row.leadMediaId ?? row.coverId;
  const [picture, owner] = await Promise.all([
    typeof cover === 'number' ? smallPicture(cover) : null,
    typeof row.authorId === 'number' ? registryEntry('author', row.authorId) : null,
  ]);
  const hidden = { entry: kind, id: String(id) };
  const [page] = owner ? [`/blog/${owner.slug}`] : entries[kind].pages(String(row.slug));
  return (
    <>
      <header className="page-title">
        <h1>{String(row.name)}</h1>
        <p>
          {words.rooms[kind].title} · {id}
          {owner && ` · ${owner.name}`}
          {page && (
            <>
              {' · '}
              <a className="text-link" href={page}>
                {words.page}
              </a>
            </>
          )}
        </p>
      </header>
      <div className="parts">
        <BoxedPart id="facts" title={words.facts}>
          {picture && (
            // biome-ignore lint/performance/noImgElement: its variants were made when it was taken in
            <img
              className="registry-picture"
              src={mediaHref(picture.hash, `${picture.widths[0] ?? picture.width}.webp`)}
              width={picture.width}
              height={picture.height}
              alt={picture.alt}
            />
          )}
          <ActionForm action={actions.edit} submit={words.save} hidden={hidden}>
            <EntryFields kind={kind} row={row} />
          </ActionForm>
        </BoxedPart>
        {more?.(id)}
        {kind === 'topic' && (
          <BoxedPart id="merge" title={words.merge} lead={words.mergeLead}>
            <ActionForm action={actions.merge} submit={words.merge} kind="grave" hidden={hidden}>
              <Field label={words.mergeInto} name="into" hint={words.mergeIntoHint} maxLength={100} required />
            </ActionForm>
          </BoxedPart>
        )}
        <BoxedPart id="remove" title={words.remove} lead={words.removeLead}>
          <ConfirmForm action={actions.remove} label={words.remove} lead={words.removeLead} hidden={hidden} />
        </BoxedPart>
      </div>
    </>
  );
}
