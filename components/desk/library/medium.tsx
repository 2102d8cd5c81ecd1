import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Part } from '#components/desk/part.tsx';
import { library as words } from './strings.ts';
import { Uploader } from './uploader.client.tsx';

type MediumWords = { alt: string; caption: string; credit: string; licence: string; aiMade: boolean };

/** What is said of it. */
export function WordsPart({ id, said, save }: { id: number; said: MediumWords; save: FormAction }) {
  return (
    <Part id="words" title={words.words}>
      <ActionForm action={save} submit={words.save} hidden={{ id: String(id) }}>
        <Field label={words.alt} name="alt" hint={words.altHint} defaultValue={said.alt} maxLength={2000} />
        <Field label={words.caption} name="caption" defaultValue={said.caption} maxLength={2000} />
        <Field label={words.credit} name="credit" defaultValue={said.credit} maxLength={200} />
        <Field label={words.licence} name="licence" defaultValue={said.licence} maxLength={200} />
        <label className="check">
          <input type="checkbox" name="aiMade" defaultChecked={said.aiMade} />
          {words.aiMadeLabel}
        </label>
      </ActionForm>
    </Part>
  );
}

type Facts = {
  id: number;
  /** Whether it has a place, which is not shown to readers; and a manifest of its making. */
  placed: boolean;
  c2pa: boolean;
  hasOriginal: boolean;
  replaceable: boolean;
  /** Takes it away; null where that cannot be. */
  remove: FormAction | null;
};

/** What the file says of itself, and what can be done with it. */
export function FactsPart({ id, placed, c2pa, hasOriginal, replaceable, remove }: Facts) {
  return (
    <Part id="facts" title={words.facts}>
      {placed && <p className="meta">{words.placed}</p>}
      {c2pa && <p className="meta">{words.c2pa}</p>}
      {hasOriginal && (
        <p>
          <a href={`/desk/media/originals/${id}`} download>
            {words.original}
          </a>
        </p>
      )}
      {replaceable && <Uploader replaces={id} />}
      {remove && (
        <ConfirmForm action={remove} label={words.remove} lead={words.removeLead} hidden={{ id: String(id) }} />
      )}
    </Part>
  );
}
