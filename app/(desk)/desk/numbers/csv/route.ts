import { currentActor } from '#lib/auth/current.ts';
import { dayOf } from '#lib/text/time.ts';
import { numbersCsv, numbersModel, numbersWanted } from '../../../numbers-model.ts';

/** What the page of numbers shows, as a file. */
export async function GET(request: Request): Promise<Response> {
  if (!(await currentActor())) return new Response('请先登录。', { status: 401 });
  const { wanted, sectionId } = await numbersWanted(Object.fromEntries(new URL(request.url).searchParams));
  const now = new Date();
  const name = `weishui-reads-${wanted.range}${wanted.section && `-${wanted.section}`}-${dayOf(now)}.csv`;
  return new Response(numbersCsv(await numbersModel(wanted, sectionId, now)), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
