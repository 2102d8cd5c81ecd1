import { keysOfTags } from '#lib/cache/surrogate.ts';
import { sign } from '#lib/http/credentials.ts';
import { post } from '../call.ts';
import { type Channel, type Delivery, inBothScripts, type Payload, tagsOf } from '../channel.ts';

/**
 * Any other cache: one JSON, signed as calls of `/api/revalidate` are (docs/revalidate.md). `tags` is complete; `paths` are the
 * addresses that follow from the events themselves, for receivers that purge by address.
 */
export function webhook(settings: { url: string; secret: string }): Channel {
  return {
    name: 'webhook',
    events: null,
    rounds: 2,
    batch: 100,
    async deliver(deliveries, signal) {
      const body = JSON.stringify({
        events: deliveries.map(({ eventId, payload }) => ({ id: eventId, type: payload.type })),
        tags: keysOfTags(tagsOf(deliveries, ['hard', 'soft'])),
        paths: pathsOf(deliveries),
      });
      const timestamp = String(Math.floor(Date.now() / 1000));
      const headers = {
        'Content-Type': 'application/json',
        'X-Weishui-Timestamp': timestamp,
        'X-Weishui-Signature': sign(settings.secret, timestamp, body),
      };
      await post(settings.url, headers, body, signal);
    },
  };
}

/** Where a tag is one page, or a few. */
const addresses: [RegExp, (name: string) => string[]][] = [
  [/^article:(\d+)$/, (id) => [`/article/${id}`, `/article/${id}/print`]],
  [/^path:(.+)$/, (path) => [path]],
  [/^archive:(.+)$/, (day) => [`/archive/${day}`]],
  [/^panel-page:(.+)$/, (name) => [`/panel/${name}`]],
  [/^(?:front|everything)$/, () => ['/']],
  [/^corrections$/, () => ['/corrections']],
  [/^list:site:0$/, () => ['/latest']],
  [/^list:pictured:0$/, () => ['/pictures']],
  [/^list:post:0$/, () => ['/blog']],
  [/^list:programme:0$/, () => ['/podcast']],
];

function pathsOf(deliveries: readonly Delivery[]): string[] {
  const ofTags = [...tagsOf(deliveries, ['hard'])].flatMap((tag) =>
    addresses.flatMap(([shape, pathsFor]) => {
      const found = shape.exec(tag);
      return found ? pathsFor(found[1] ?? '') : [];
    }),
  );
  return inBothScripts([...ofTags, ...deliveries.flatMap(({ payload }) => sectionsOf(payload))]);
}

function sectionsOf({ story, before }: Payload): string[] {
  return [story, before].flatMap((facts) => facts?.sections.map(({ slug }) => `/section/${slug}`) ?? []);
}
