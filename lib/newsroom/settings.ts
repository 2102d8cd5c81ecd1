import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { db } from '#db/client.ts';
import { setting } from '#db/schema/index.ts';
import { type SettingName, settingNames } from '#lib/cache/tags.ts';
import { type Setting, settingOf, settingShapes, usualSetting } from '#lib/settings/settings.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { permit } from './entries.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { may } from './rights.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

/**
 * Sets a group as a whole, or with null as `site.config.ts` has it.
 * @param version of the group as the actor saw it: where it was changed since, nothing is.
 */
export function changeSetting(
  actor: Actor,
  name: SettingName,
  value: unknown,
  version: number,
): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-settings');
    const [row] = await tx.select().from(setting).where(eq(setting.name, name)).for('update');
    if ((row?.version ?? 0) !== version)
      return refuse('saved-since', `${row?.by ?? '别人'}刚刚改过这一组设置，请看过新的再改。`);
    const shape: z.ZodType<Record<string, unknown>> = settingShapes[name];
    const checked = value === null ? null : validate(shape, value);
    if (checked && !checked.ok) return refuse('invalid', `设置不合要求：${checked.message}。`);
    const after = checked?.data ?? null;
    const before = settingOf(name, row?.value ?? null);
    if (isDeepStrictEqual(after, before)) return refuse('unchanged', '没有改动。');
    const set = { value: after, version: version + 1, by: actor.name, at: new Date() };
    await tx
      .insert(setting)
      .values({ name, ...set })
      .onConflictDoUpdate({ target: setting.name, set });
    const recorded = await recordEvent(tx, { type: 'settings-changed', name }, actor.name);
    await audit(tx, {
      actor,
      act: 'manage-settings',
      object: `setting:${name}`,
      detail: differences(before ?? usualSetting(name), after ?? usualSetting(name), after === null),
    });
    return done(recorded);
  });
}

export type SettingStanding<N extends SettingName = SettingName> = {
  value: Setting<N>;
  usual: Setting<N>;
  /** Whether somebody has set it: else it is as usual. */
  isSet: boolean;
  version: number;
  by: string | null;
  at: Date | null;
};

/** Every group as it stands; null for those who may not change them. */
export async function listSettings(actor: Actor): Promise<{ [N in SettingName]: SettingStanding<N> } | null> {
  if (!may(actor, 'manage-settings').ok) return null;
  const rows = await db.select().from(setting);
  const standing = <N extends SettingName>(name: N): SettingStanding<N> => {
    const row = rows.find((each) => each.name === name);
    const value = settingOf(name, row?.value ?? null);
    const usual = usualSetting(name);
    const { version = 0, by = null, at = null } = row ?? {};
    return { value: value ?? usual, usual, isSet: value !== null, version, by, at };
  };
  return Object.fromEntries(settingNames.map((name) => [name, standing(name)])) as {
    [N in SettingName]: SettingStanding<N>;
  };
}

/** What is another now, each before and after, by its path. */
function differences(before: unknown, after: unknown, reset: boolean): Record<string, unknown> {
  const [from, to] = [flat(before), flat(after)];
  const changed = Object.keys({ ...from, ...to }).filter((key) => from[key] !== to[key]);
  const pick = (of: Record<string, string>) => Object.fromEntries(changed.map((key) => [key, of[key] ?? null]));
  return { before: pick(from), after: pick(to), ...(reset && { reset }) };
}

function flat(value: unknown, path = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path]: String(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`)),
  );
}
