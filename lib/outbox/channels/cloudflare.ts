import { z } from 'zod';
import { keysOfTags } from '#lib/cache/surrogate.ts';
import { excerpt, post } from '../call.ts';
import { type Channel, DeliveryError, inParts, tagsOf } from '../channel.ts';

/** What Cloudflare takes in one call, on every plan. */
const tagsPerCall = 100;

const answerShape = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).optional(),
});

/**
 * Cloudflare: `POST /zones/{id}/purge_cache` with `{"tags": […]}`. It has no soft purge; what is stale only softly (a panel that
 * stands on every story page) is left to the time that pages live there, unless `soft` is wanted.
 */
export function cloudflare(settings: { api: string; zone: string; token: string; soft: boolean }): Channel {
  const url = `${settings.api}/zones/${encodeURIComponent(settings.zone)}/purge_cache`;
  const headers = { Authorization: `Bearer ${settings.token}`, 'Content-Type': 'application/json' };
  return {
    name: 'cloudflare',
    events: null,
    rounds: 2,
    batch: 100,
    async deliver(deliveries, signal) {
      const tags = keysOfTags(tagsOf(deliveries, settings.soft ? ['hard', 'soft'] : ['hard']));
      for (const part of inParts(tags, tagsPerCall)) {
        const { text } = await post(url, headers, JSON.stringify({ tags: part }), signal);
        refuseFailure(text);
      }
    },
  };
}

/** An answer of 200 may still say that nothing was purged. */
function refuseFailure(text: string): void {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DeliveryError(`应答不是 JSON：${excerpt(text)}`);
  }
  const answer = answerShape.safeParse(json);
  if (!answer.success) throw new DeliveryError(`应答看不懂：${excerpt(text)}`);
  if (answer.data.success) return;
  const errors = answer.data.errors?.map(({ code, message }) => `${code} ${message}`).join('；');
  throw new DeliveryError(`应答说没有清除：${excerpt(errors || '没有说原因')}`);
}
