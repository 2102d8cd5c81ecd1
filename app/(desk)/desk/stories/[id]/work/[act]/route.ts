import { ZodError } from 'zod';
import { currentRequest, currentSession, refreshSession } from '#lib/auth/current.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { NotForYou, questions } from '../answers.ts';

type Context = { params: Promise<{ id: string; act: string }> };

/** A working copy is 2 million characters at most, of three bytes each. */
const largest = 8_000_000;

/**
 * What the writing component asks while somebody writes: JSON in, JSON out. Not server actions: those wait for one another, draw the
 * page anew, and cannot outlive it.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id, act } = await params;
  const question = Object.hasOwn(questions, act) ? questions[act] : undefined;
  const storyId = positiveInteger(id);
  if (!question || storyId === null) return problem(404, '没有这个地址。');
  const session = await currentSession();
  if (!session) return problem(401, '登录已过期：请在另一个标签页重新登录。');
  const text = await read(request);
  if (text === null) return problem(413, '稿件过长，服务器没有收下，请拆成几篇。');
  try {
    const answer = await question.answer(session.actor, storyId, text === '' ? {} : JSON.parse(text));
    // Who writes for hours stays signed in.
    if (act === 'save') await refreshSession(await currentRequest());
    return Response.json(answer ?? null);
  } catch (error) {
    if (error instanceof NotForYou) return problem(403, error.message);
    if (error instanceof ZodError || error instanceof SyntaxError) return problem(400, '请求的内容不合要求。');
    throw error;
  }
}

/** The body, or null where it is longer than any story. */
async function read(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > largest) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function problem(status: number, message: string): Response {
  return Response.json({ message }, { status });
}
