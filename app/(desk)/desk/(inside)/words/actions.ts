'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { words } from '#components/desk/rules/strings.ts';
import type { Tried } from '#components/desk/rules/try-words.client.tsx';
import { asMyself, expired, text } from '#lib/auth/actions.ts';
import { currentActor } from '#lib/auth/current.ts';
import { wordLines } from '#lib/desk/word-lines.ts';
import { type FindingLevel, findingLevels } from '#lib/newsroom/finding.ts';
import { addWords, changeWord, removeWords, tryWords } from '#lib/newsroom/words.ts';
import { positiveInteger } from '#lib/text/number.ts';

export async function add(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const done = await addWords(actor, [wordOf(form)]);
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/words');
    return { ok: true, message: words.saved };
  });
}

export async function change(_: FormState, form: FormData): Promise<FormState> {
  let changed = false;
  const state = await asMyself(async ({ actor }) => {
    const done = await changeWord(actor, positiveInteger(text(form, 'id')) ?? 0, wordOf(form));
    changed = done.ok;
    return done.ok ? { ok: true, message: words.saved } : { ok: false, message: done.message };
  });
  const back = text(form, 'back');
  // The word has another number now: its form goes, the list stays.
  if (changed) redirect(/^\/desk\/words(?:\?|$)/.test(back) ? back : '/desk/words');
  return state;
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const done = await removeWords(actor, [positiveInteger(text(form, 'id')) ?? 0]);
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/words');
    return { ok: true, message: words.removed };
  });
}

/** All lines or none: a list that is half in is worse than one that waits for its mistakes. */
export async function importLines(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const { words: found, wrong } = wordLines(text(form, 'lines'), levelOf(form));
    if (wrong.length > 0) {
      const first = wrong.slice(0, 5).map(({ line, text: said, why }) => `第 ${line} 行“${said}”${why}`);
      return { ok: false, message: `有 ${wrong.length} 行不合要求，一个词也没有添加：${first.join('；')}。` };
    }
    if (found.length === 0) return { ok: false, message: '没有词可添加。' };
    const done = await addWords(actor, found);
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/words');
    return { ok: true, message: `添加或更新了 ${done.words} 个词。` };
  });
}

export async function attempt(_: Tried | null, form: FormData): Promise<Tried> {
  const tried = text(form, 'text').replace(/\r\n/g, '\n');
  const actor = await currentActor();
  if (!actor) return { ok: false, text: tried, message: expired?.message ?? '' };
  const done = await tryWords(actor, tried);
  if (!done.ok) return { ok: false, text: tried, message: done.message };
  const hits = done.hits.map(({ from, to, level, word }) => ({ from, to, level, word: word.word, note: word.note }));
  return { ok: true, text: tried, hits };
}

function wordOf(form: FormData) {
  return { word: text(form, 'word'), level: levelOf(form), note: text(form, 'note') };
}

function levelOf(form: FormData): FindingLevel {
  return findingLevels.find((each) => each === text(form, 'level')) ?? 'warn';
}
