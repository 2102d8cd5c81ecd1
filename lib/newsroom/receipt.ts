import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { namesStory, type Place } from './refreshed.ts';

/** What a place of the running site answered, and when. `clean`: the withdrawn story is not there any more. */
export type Answer = Place & { status: number | null; clean: boolean; at: Date };

/** Who is asked: an instance, or an edge in front of them. `host`: the name under which readers ask, where the address is another. */
export type Asked = { url: string; host?: string };

const atOnce = 6;
const patience = 10_000;
/** More than any page of ours has, in bytes. */
const longest = 20_000_000;

/** Asks every place of the running site whether a withdrawn story is gone from it, as a reader would. In the order of the places. */
export async function askPlaces(asked: Asked, id: number, places: readonly Place[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = places.entries();
  const work = async () => {
    for (const [index, place] of waiting) answers[index] = await ask(asked, id, place);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

async function ask(asked: Asked, id: number, place: Place): Promise<Answer> {
  try {
    const { status, text } = await read(asked, place.path);
    // A list may be empty now and have no page of its own.
    const clean = place.gone ? status === 410 : [200, 404, 410].includes(status) && !namesStory(text, id);
    return { ...place, status, clean, at: new Date() };
  } catch {
    return { ...place, status: null, clean: false, at: new Date() };
  }
}

/** Not by `fetch`, which does not let one ask under another host's name. */
function read({ url, host }: Asked, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const to = new URL(path, url);
    const send = to.protocol === 'https:' ? requestHttps : requestHttp;
    const headers = { 'Accept-Encoding': 'identity', ...(host && { Host: host }) };
    const options = { headers, signal: AbortSignal.timeout(patience), ...(host && { servername: host.split(':')[0] }) };
    const sent = send(to, options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size > longest) response.destroy(new Error(`${path} is too long.`));
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    sent.once('error', reject);
    sent.end();
  });
}
