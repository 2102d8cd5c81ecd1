import { Field } from '#components/desk/field.tsx';
import { SelectField, TextField } from '#components/desk/registry/list.tsx';
import { MediaField } from '#components/desk/registry/media-field.client.tsx';
import { registry as words } from '#components/desk/registry/strings.ts';
import { registryChoices } from '#db/queries/registry.ts';
import type { EntryKind, EntryValue } from '#lib/newsroom/registry.ts';
import { findPictures } from './actions.ts';

type Props = { kind: EntryKind; row: Record<string, EntryValue> | null };

/** So many authors are offered in a choice; a newsroom has hundreds. */
const mostAuthors = 2_000;

/** The form of an entry: of one that is there, or of a new one. */
export async function EntryFields({ kind, row }: Props) {
  const value = (name: string) => String(row?.[name] ?? '');
  const number = (name: string) => (typeof row?.[name] === 'number' ? row[name] : null);
  const kinds = Object.entries(words.kinds[kind] ?? {}).map(([value, label]) => ({ value, label }));
  const people = kind === 'show' || (kind === 'blog' && !row) ? await registryChoices('author', mostAuthors) : [];
  const authors = people.map(({ id, name }) => ({ value: String(id), label: `${name}（${id}）` }));
  return (
    <>
      <Field label={words.name} name="name" defaultValue={value('name')} maxLength={100} required />
      {kind !== 'blog' && (
        <Field
          label={words.slug}
          name="slug"
          hint={words.slugHint}
          defaultValue={value('slug')}
          maxLength={100}
          required
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
      {kind === 'author' && (
        <SelectField label={words.role} name="role" value={value('role') || 'reporter'} choices={kinds} />
      )}
      {kind === 'topic' && (
        <SelectField label={words.kind} name="kind" value={value('kind') || 'tag'} choices={kinds} />
      )}
      {kind === 'source' && (
        <SelectField label={words.kind} name="kind" value={value('kind') || 'partner'} choices={kinds} />
      )}
      {kind === 'show' && !row && <SelectField label={words.kind} name="kind" value="audio" choices={kinds} />}
      {kind === 'blog' && !row && <SelectField label={words.whose} name="authorId" value="" choices={authors} />}
      {kind === 'source' && (
        <>
          <Field
            label={words.website}
            name="url"
            hint={words.websiteHint}
            defaultValue={value('url')}
            maxLength={2000}
          />
          <label className="check">
            <input type="checkbox" name="whitelisted" defaultChecked={row?.whitelisted === true} />
            {words.whitelisted}
          </label>
        </>
      )}
      {kind === 'author' && <TextField label={words.bio} name="bio" value={value('bio')} />}
      {(kind === 'topic' || kind === 'show' || kind === 'blog') && (
        <TextField label={words.description} name="description" value={value('description')} />
      )}
      {kind === 'show' && (
        <SelectField
          label={words.host}
          name="hostId"
          value={value('hostId')}
          choices={[{ value: '', label: words.nobody }, ...authors]}
        />
      )}
      {kind === 'topic' && (
        <MediaField label={words.picture.topic} name="leadMediaId" value={number('leadMediaId')} find={findPictures} />
      )}
      {kind === 'show' && (
        <MediaField label={words.picture.show} name="coverId" value={number('coverId')} find={findPictures} />
      )}
    </>
  );
}
