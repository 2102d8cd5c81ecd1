'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { settingWords as words } from '#components/desk/outside/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { type SettingName, settingNames } from '#lib/cache/tags.ts';
import { changeSetting } from '#lib/newsroom/settings.ts';
import { applied } from '../../../applied.ts';
import { wordsOf } from '../../../form-fields.ts';

/** The right is asked for where it is done (`lib/newsroom/settings.ts`). */

export async function save(_: FormState, form: FormData): Promise<FormState> {
  return change(form, (name) => given[name](form), words.saved);
}

export async function reset(_: FormState, form: FormData): Promise<FormState> {
  return change(form, () => null, words.wasReset);
}

function change(form: FormData, value: (name: SettingName) => unknown, message: string): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const name = settingNames.find((each) => each === text(form, 'name'));
    if (!name) return { ok: false, message: '没有这一组设置。' };
    const version = Number(text(form, 'version'));
    const done = await applied(await changeSetting(actor, name, value(name), version));
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/settings');
    return { ok: true, message };
  });
}

/** What a form says of a group; whether it may be so is asked where it is written. */
const given: Record<SettingName, (form: FormData) => unknown> = {
  contact: (form) => ({ wording: text(form, 'wording'), phone: text(form, 'phone'), email: text(form, 'email') }),
  crawlers: (form) => ({ training: form.has('training'), search: form.has('search'), users: form.has('users') }),
  reviews: (form) => ({ reviews: Number(text(form, 'reviews')) }),
  checks: (form) => ({
    blocking: { submit: wordsOf(form, 'blocking.submit'), sign: wordsOf(form, 'blocking.sign') },
    levels: Object.fromEntries(
      [...form.keys()].flatMap((key) => (key.startsWith('level.') ? [[key.slice(6), text(form, key)]] : [])),
    ),
    listTitleWidth: Number(text(form, 'listTitleWidth')),
    nearDuplicate: Number(text(form, 'nearDuplicate')) / 100,
  }),
};
