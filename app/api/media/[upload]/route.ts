import { methodNotAllowed } from '#lib/http/problem.ts';
import { admit, answering, Denied } from '#lib/outside/gate.ts';
import { readMediaAnswer } from '#lib/outside/media.ts';

type Context = { params: Promise<{ upload: string }> };

/** What became of a file that an outside system brought. See `docs/api.md`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const caller = await admit(request, 'media:write');
    const answer = await readMediaAnswer(caller, (await params).upload);
    if (!answer) throw new Denied('not-found', '没有这个上传，或者它不是这个令牌的。');
    return Response.json(answer);
  });
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
