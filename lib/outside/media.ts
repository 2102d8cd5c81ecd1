import { setTimeout as wait } from 'node:timers/promises';
import type { ProblemName } from '#lib/http/problem.ts';
import { ownUploads } from '#lib/media/http.ts';
import { uploadStatus } from '#lib/newsroom/library-list.ts';
import { actorOf, type Caller } from '#lib/newsroom/tokens.ts';
import { Denied } from './gate.ts';

export type MediaAnswer = {
  upload: string;
  state: 'working' | 'done' | 'refused';
  /** Its number in the media library, and how a draft names it; null until it is there. */
  id: number | null;
  reference: string | null;
  /** Why it was refused, in Chinese. */
  refusal: string | null;
};

/** So long an answer waits for the file to be looked at, in milliseconds. */
const usualPatience = 20_000;

/**
 * Takes a file into the media library, by the rules of an upload at the desk (docs/media.md): its bytes say what it is. Bytes that are
 * there already are the file that is there.
 * @throws {Denied} 400, 411, 413, 415, 422 or 503 with what is wrong; then nothing is left of it.
 */
export async function takeMedia(
  caller: Caller,
  request: Request,
  patience: number = usualPatience,
): Promise<MediaAnswer> {
  const name = new URL(request.url).searchParams.get('name') ?? '';
  if (/^(?:multipart|application\/x-www-form-urlencoded)/i.test(request.headers.get('content-type') ?? ''))
    throw new Denied('wrong-type', '请直接以文件作请求内容，不要用表单。', { Accept: 'application/octet-stream' });
  const length = request.headers.get('content-length');
  if (length === null || !/^\d{1,15}$/.test(length))
    throw new Denied('length-required', '请求须用 Content-Length 写明文件有多大。');
  if (!request.body) throw new Denied('bad-request', '文件是空的。');
  const taken = await ownUploads().take(request.body, { length: Number(length), name }, actorOf(caller));
  if ('status' in taken) throw new Denied(names[taken.status] ?? 'unavailable', taken.sentence);
  const until = performance.now() + patience;
  for (;;) {
    const answer = await readMediaAnswer(caller, taken.id);
    if (answer?.state === 'refused') throw new Denied('unusable', answer.refusal ?? '');
    if (answer && (answer.state === 'done' || performance.now() >= until)) return answer;
    await wait(100);
  }
}

/** What became of a file that this token brought; null for another's. */
export async function readMediaAnswer(caller: Caller, upload: string): Promise<MediaAnswer | null> {
  const status = await uploadStatus(actorOf(caller), upload);
  if (!status) return null;
  const { mediaId: id, state, refusal } = status;
  return {
    upload,
    state: state === 'done' || state === 'refused' ? state : 'working',
    id,
    reference: id === null ? null : `media:${id}`,
    refusal,
  };
}

const names: Partial<Record<number, ProblemName>> = {
  400: 'bad-request',
  403: 'forbidden',
  413: 'too-large',
  415: 'wrong-type',
};
