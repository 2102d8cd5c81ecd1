import type { z } from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';

const inChinese = zhCN().localeError;

export type Validated<T> = { ok: true; data: T } | { ok: false; message: string };

/** Checks input against a schema; `message` says in Chinese, without a full stop, which part is wrong and why. */
export function validate<T>(schema: z.ZodType<T>, input: unknown): Validated<T> {
  const result = schema.safeParse(input, { error: inChinese });
  if (result.success) return { ok: true, data: result.data };
  return { ok: false, message: firstOf(result.error) };
}

/** The first thing that is wrong: `tags.0:不是已知的标签`. */
function firstOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.join('.');
  return `${where ? `${where}:` : ''}${issue?.message ?? ''}`;
}

/** The same, with everything that is wrong, by the path of its field. */
export function problemsIn<T>(
  schema: z.ZodType<T>,
  input: unknown,
): { ok: true; data: T } | { ok: false; problems: { field: string; message: string }[] } {
  const result = schema.safeParse(input, { error: inChinese });
  if (result.success) return { ok: true, data: result.data };
  return {
    ok: false,
    problems: result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  };
}
