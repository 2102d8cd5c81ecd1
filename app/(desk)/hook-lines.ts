import { hookWords } from '#components/desk/outside/strings.ts';
import type { HookLine } from '#components/desk/outside/webhooks.tsx';
import { type HookRow, hookChannelNames, shownAddress } from '#lib/newsroom/webhooks.ts';
import { type HookEvent, hookEventNames } from '#lib/outbox/hook-events.ts';
import { timeModel } from '#lib/text/time.ts';

/** What a webhook may be told of, to choose from. */
export const hookEventChoices = (Object.entries(hookEventNames) as [HookEvent, string][]).map(([value, label]) => ({
  value,
  label,
}));

export function hookLine(row: HookRow): HookLine {
  const { id, name, active, offReason, waiting, dead } = row;
  const names: Record<string, string> = hookEventNames;
  return {
    ...{ id, name, active, offReason, waiting, dead },
    address: shownAddress(row.url),
    events: row.events.map((event) => names[event] ?? event).join('、'),
    failingSince: row.failingSince && timeModel(row.failingSince),
    lastAt: row.lastAt && timeModel(row.lastAt),
  };
}

/** Says a channel of the outbox as people know it: webhooks by their names, others by their own. */
export async function channelNamer(): Promise<(channel: string) => string> {
  const names = await hookChannelNames();
  return (channel) => {
    const name = names.get(channel);
    return name === undefined ? channel : hookWords.channel(name);
  };
}
