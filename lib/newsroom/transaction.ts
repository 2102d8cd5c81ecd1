import { sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { type Refusal, Refused } from './result.ts';

/**
 * Runs `work` in one transaction.
 * A refusal, by `refuse()` or by a constraint of the database, undoes everything and is returned as a value; other errors are thrown.
 */
export async function inTransaction<T>(work: (tx: Executor) => Promise<T>): Promise<T | Refusal> {
  try {
    return await db.transaction(work);
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusal : refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}

/**
 * The same for what readers can see. One such change at a time: two stories that are published at once would otherwise not
 * see each other as neighbours, and changes that touch several lists could wait for each other in a ring. It is the lock under which
 * the database numbers events, taken at the beginning instead of at the end.
 */
export function inTurn<T>(work: (tx: Executor) => Promise<T>): Promise<T | Refusal> {
  return inTransaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('weishui.event'))`);
    return work(tx);
  });
}

/** Sentences for the constraints that an editor can run into. */
const constraints: Record<string, string> = {
  story_title_present: '标题须有 1 到 200 个字。',
  story_list_title_present: '列表短题须有 1 到 60 个字。',
  story_post_has_blog: '博文须属于一个专栏，其他稿件不属于专栏。',
  story_programme_has_media: '音频、视频稿件须有音频或视频文件。',
  story_original_is_web: '原文地址须以 http:// 或 https:// 开头。',
  story_pick_not_itself: '稿件不能把自己选作相关新闻。',
  section_slug_shape: '栏目地址只能用小写字母、数字和连字符。',
  section_not_its_own_parent: '栏目不能成为自己的上级。',
  section_name_present: '栏目名须有 1 到 40 个字。',
  source_slug_shape: '来源地址只能用小写字母、数字和连字符。',
  source_url_is_web: '来源网址须以 http:// 或 https:// 开头。',
  author_slug_shape: '作者地址只能用小写字母、数字和连字符。',
  topic_slug_shape: '专题地址只能用小写字母、数字和连字符。',
  show_slug_shape: '节目地址只能用小写字母、数字和连字符。',
  show_is_sound_or_film: '节目须是音频或视频。',
  media_focal_inside: '焦点须在画面之内。',
  redirect_goes_elsewhere: '跳转不能指向自己。',
  redirect_from_is_path: '旧地址须以 / 开头。',
  redirect_stays_here: '新地址须是本站以 / 开头的路径。',
  slot_item_ends_after_start: '推荐位的结束时间须晚于开始时间。',
  slot_item_breaking_ends: '快讯须有结束时间。',
  correction_says_something: '更正须有文字。',
};

function refusalOf(thrown: unknown): Refusal | null {
  const error = postgresError(thrown);
  if (!error) return null;
  if (error.code === '23503')
    return { ok: false, code: 'unknown-reference', message: '所引用的栏目、来源、作者、专题或媒体不存在。' };
  if (error.code === '23505') return { ok: false, code: 'taken', message: '这个地址或名称已被占用。' };
  if (error.code !== '23514') return null;
  // Raised by the trigger `section_refuse_loop`, which names no constraint.
  if (!error.constraint_name) return { ok: false, code: 'section-loop', message: '栏目不能移到自己的下级之下。' };
  const message = constraints[error.constraint_name];
  return message ? { ok: false, code: 'invalid', message } : null;
}

function postgresError(thrown: unknown): { code: string; constraint_name?: string } | null {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error.name === 'PostgresError' && 'code' in error) return error as Error & { code: string };
  }
  return null;
}
