import type { EventType } from '#lib/cache/events.ts';

/** What a webhook may be told of: our events, and the names under which receivers know them. */
export const hookEvents = {
  'story-published': 'story.published',
  'story-changed': 'story.changed',
  'story-corrected': 'story.corrected',
  'story-withdrawn': 'story.withdrawn',
  'story-republished': 'story.republished',
} as const satisfies Partial<Record<EventType, string>>;

export type HookEvent = keyof typeof hookEvents;

export const hookEventNames: Record<HookEvent, string> = {
  'story-published': '发布',
  'story-changed': '修改',
  'story-corrected': '更正',
  'story-withdrawn': '撤稿',
  'story-republished': '重新发布',
};

/** The type of a message that only tries whether everything works. */
export const pingType = 'ping';

export function hookTypeOf(type: string | undefined): string {
  return (hookEvents as Record<string, string>)[type ?? ''] ?? pingType;
}

/** The channel of a webhook in the outbox. */
export function hookChannelName(id: number): string {
  return `hook:${id}`;
}
