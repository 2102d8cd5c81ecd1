import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { AppliedEvent } from '#lib/cache/clock.ts';
import { pageStore } from '#lib/cache/store.ts';
import { reasonOf } from '../call.ts';
import { type Channel, type Delivery, DeliveryError, inBothScripts, inParts, type Payload } from '../channel.ts';

/** The edge stores one variant of a page for each. */
const encodings = ['', 'gzip', 'br'];
/** Pages in one delivery: few enough to be done long before its worker counts as lost. */
const pagesAtOnce = 10;

/**
 * Our own edge (nginx). It asks an instance each second whether a page changed, so that nothing need be purged; but where no
 * instance answers it serves what it has, for a day. Therefore every page that names a withdrawn story is fetched anew
 * through it (`X-Edge-Refresh`), in every encoding.
 * @param settings.host the name under which readers ask: part of the edge's cache key.
 */
export function edge(settings: { urls: readonly string[]; host: string }): Channel {
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({ keepAlive: true });

  const refresh = (base: string, path: string, encoding: string, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const url = new URL(base);
      const secure = url.protocol === 'https:';
      const fail = (error: Error) =>
        reject(new DeliveryError(`${base}${path} ${signal.aborted ? '没有在限定的时间里应答' : reasonOf(error)}`));
      const answered = (response: IncomingMessage) => {
        response.once('error', fail);
        response.once('end', () => {
          const refusal = refusalOf(response);
          if (refusal) reject(new DeliveryError(`${base}${path} ${refusal}`));
          else resolve();
        });
        response.resume();
      };
      const headers = { Host: settings.host, 'X-Edge-Refresh': '1', 'Accept-Encoding': encoding || 'identity' };
      const options = { path, headers, signal, agent: secure ? https : http, servername: hostname(settings.host) };
      const sent = secure ? requestHttps(url, options, answered) : requestHttp(url, options, answered);
      sent.once('error', fail);
      sent.end();
    });

  return {
    name: 'edge',
    events: ['story-withdrawn'],
    rounds: 2,
    batch: 1,
    async deliver(deliveries, signal) {
      const wanted = settings.urls.flatMap((url) =>
        pathsOf(deliveries).flatMap((path) => encodings.map((encoding) => [url, path, encoding] as const)),
      );
      // One after the other: some of them have to be rendered, and that must not take the place of readers.
      for (const [url, path, encoding] of wanted) await refresh(url, path, encoding, signal);
    },
    async add(event: AppliedEvent): Promise<Payload[]> {
      const named = event.type === 'story-withdrawn' && event.hard.find((tag) => tag.startsWith('story:'));
      if (!named) return [];
      return inParts(await pageStore.pathsWith(named), pagesAtOnce).map((paths) => ({ paths }));
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** Why an answer does not mean that the page was fetched anew; null where it was, also as one that is not there any more. */
function refusalOf({ statusCode = 0, headers }: IncomingMessage): string | null {
  const { location, 'x-edge': fetched } = headers;
  const moved = statusCode >= 300 && statusCode < 400 && location !== undefined;
  if (moved && !location.startsWith('/')) return `应答 ${statusCode}，转到 ${location}`;
  if (!moved && ![200, 404, 410].includes(statusCode)) return `应答 ${statusCode}`;
  if (fetched !== undefined && fetched !== 'BYPASS')
    return `没有重取(X-Edge: ${fetched})，请允许这台实例用 X-Edge-Refresh`;
  return null;
}

function pathsOf(deliveries: readonly Delivery[]): string[] {
  return [
    ...new Set(
      deliveries.flatMap(({ payload: { paths, story } }) => [
        ...(story ? inBothScripts([`/article/${story.id}`, `/article/${story.id}/print`]) : []),
        ...(paths ?? []),
      ]),
    ),
  ];
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '');
}
