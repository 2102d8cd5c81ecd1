import type { FormState } from '#components/desk/form-state.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { currentRequest, currentSession, refreshSession } from './current.ts';
import type { DeskRequest } from './request.ts';

/** Whoever was signed in when the page was drawn may not be any more; what they typed stays where it is. */
export const expired: FormState = { ok: false, message: '登录已过期：请在另一个标签页重新登录，再回来提交。' };

type Me = { actor: Actor; sessionId: string; request: DeskRequest };

/** Runs what a form asks for as whoever is signed in now. */
export async function asMyself(work: (me: Me) => Promise<FormState>): Promise<FormState> {
  const session = await currentSession();
  if (!session) return expired;
  const request = await currentRequest();
  await refreshSession(request);
  return work({ ...session, request });
}

export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
