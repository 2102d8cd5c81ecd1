import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Executor } from '#db/client.ts';
import { setting } from '#db/schema/index.ts';
import type { SettingName } from '#lib/cache/tags.ts';
import { site } from '#site.config.ts';

/**
 * What a newsroom changes without a deploy, by group. `site.config.ts` says how each is where nobody has set anything
 * (docs/decisions/0017-settings.md says what belongs here, and what does not).
 */

const line = (most: number) => z.string().trim().min(1).max(most);
const level = z.enum(['forbid', 'warn', 'suggest', 'off']);
const blocking = z.array(z.enum(['forbid', 'warn', 'suggest'])).max(3);

/** Values of each group; what is stored passes them again when it is read. */
export const settingShapes = {
  /** 举报与纠错: in the foot of every page, and wherever readers are told whom to write to. */
  contact: z.strictObject({
    wording: line(20),
    phone: line(30).regex(/^\+?[\d\s-]{3,}$/, '须是电话号码：数字、空格和连字符'),
    email: z.email('须是邮箱地址').max(100),
  }),
  /** Which crawlers of AI companies may read the site. */
  crawlers: z.strictObject({ training: z.boolean(), search: z.boolean(), users: z.boolean() }),
  /** Reviews that a story needs where its section and those above say nothing. */
  reviews: z.strictObject({ reviews: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
  /** The check before publication. */
  checks: z.strictObject({
    blocking: z.strictObject({ submit: blocking, sign: blocking }),
    levels: z.strictObject({
      'near-duplicate': level,
      'same-title': level,
      'alt-missing': level,
      'credit-missing': level,
      'ai-unlabelled': level,
      'source-missing': level,
      'source-not-listed': level,
      'broken-link': level,
      'list-title-long': level,
      punctuation: level,
    }),
    listTitleWidth: z.number().int().min(10).max(60),
    nearDuplicate: z.number().min(0.3).max(1),
  }),
} as const satisfies Record<SettingName, z.ZodType>;

type Read<T> = T extends (infer E)[] ? readonly E[] : T extends object ? { readonly [K in keyof T]: Read<T[K]> } : T;
export type Setting<N extends SettingName> = Read<z.output<(typeof settingShapes)[N]>>;

/** How a group is where nobody has set it. */
export function usualSetting<N extends SettingName>(name: N): Setting<N> {
  const usual: { [K in SettingName]: Setting<K> } = {
    contact: site.report,
    crawlers: site.aiCrawlers,
    reviews: { reviews: site.desk.reviews },
    checks: site.desk.checks,
  };
  return usual[name];
}

/** A group as it holds now. What was stored by another version of the program and is no longer of the right shape counts as not set. */
export async function readSetting<N extends SettingName>(name: N, tx: Executor = db): Promise<Setting<N>> {
  const [row] = await tx.select({ value: setting.value }).from(setting).where(eq(setting.name, name));
  return settingOf(name, row?.value ?? null) ?? usualSetting(name);
}

/** A stored value, if it is one. */
export function settingOf<N extends SettingName>(name: N, value: unknown): Setting<N> | null {
  if (value === null) return null;
  const checked = settingShapes[name].safeParse(value);
  return checked.success ? (checked.data as Setting<N>) : null;
}
