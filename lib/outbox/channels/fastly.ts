import { keysOfTags, surrogateKey } from '#lib/cache/surrogate.ts';
import { post } from '../call.ts';
import { type Channel, inParts, tagsOf } from '../channel.ts';

/** What Fastly takes in one call, and how many bytes of them stay below its limit for a request's headers. */
const keysPerCall = 256;

/**
 * Fastly: `POST /service/{id}/purge` with the keys in a header. What is stale only softly is purged softly too
 * (`Fastly-Soft-Purge`): marked stale and fetched anew behind the next view, as the pages themselves behave.
 */
export function fastly(settings: { api: string; service: string; token: string }): Channel {
  const url = `${settings.api}/service/${encodeURIComponent(settings.service)}/purge`;
  const purge = async (keys: string[], soft: boolean, signal: AbortSignal) => {
    for (const part of inParts(keys, keysPerCall)) {
      const headers = {
        'Fastly-Key': settings.token,
        Accept: 'application/json',
        'Surrogate-Key': part.join(' '),
        ...(soft && { 'Fastly-Soft-Purge': '1' }),
      };
      await post(url, headers, null, signal);
    }
  };
  return {
    name: 'fastly',
    events: null,
    rounds: 2,
    batch: 100,
    async deliver(deliveries, signal) {
      const hard = tagsOf(deliveries, ['hard']);
      const soft = [...tagsOf(deliveries, ['soft'])].filter((tag) => !hard.has(tag));
      await purge(keysOfTags(hard), false, signal);
      await purge(soft.map(surrogateKey), true, signal);
    },
  };
}
