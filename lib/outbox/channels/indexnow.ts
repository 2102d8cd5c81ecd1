import { post } from '../call.ts';
import { type Channel, type Delivery, inBothScripts, inParts } from '../channel.ts';

/** What IndexNow takes in one call. */
const urlsPerCall = 10_000;
/** Told to be quiet without being told how long. */
const quiet = 300;

/** Where the key lies that proves whose site it is: an address of this site. */
export function keyPath(key: string): string {
  return `/${key}.txt`;
}

/**
 * IndexNow (https://www.indexnow.org/documentation): one engine that is told shares it with the others, Bing among them. It is
 * told the addresses that changed, be it that they came, are another text now, moved, or answer 410; it comes and looks itself.
 *
 * Only stories, and pages that moved, in both scripts: each is a page of its own to an engine. A front changes with every story: engines visit it by themselves, and whoever says it a
 * hundred times a day is not listened to any more.
 */
export function indexNow(settings: { url: string; key: string; origin: string }): Channel {
  const { url, key, origin } = settings;
  const headers = { 'Content-Type': 'application/json; charset=utf-8' };
  return {
    name: 'indexnow',
    events: [
      'story-published',
      'story-republished',
      'story-changed',
      'story-corrected',
      'story-withdrawn',
      'redirect-changed',
    ],
    rounds: 1,
    batch: 1_000,
    delay: 5,
    async deliver(deliveries, signal) {
      const { host } = new URL(origin);
      const keyLocation = origin + keyPath(key);
      const paths = inBothScripts(deliveries.flatMap(pathsOf));
      for (const part of inParts(paths, urlsPerCall)) {
        const body = JSON.stringify({ host, key, keyLocation, urlList: part.map((path) => origin + path) });
        await post(url, headers, body, signal, quiet);
      }
    },
  };
}

function pathsOf({ payload: { story, from, to } }: Delivery): string[] {
  return [...(story ? [`/article/${story.id}`] : []), ...[from, to].filter((path) => path !== undefined)];
}
