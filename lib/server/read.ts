import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProblemName } from '../http/problem.ts';
import { isBot } from '../reads/bots.ts';
import { ReadCounter } from '../reads/counter.ts';
import { ReadGuard } from '../reads/guard.ts';
import { parseRead } from '../reads/read.ts';
import { askedBy } from './address.ts';
import { isOwnOrigin } from './desk.ts';
import { secure } from './headers.ts';
import { closed } from './maintenance.ts';
import { refuse } from './refuse.ts';

/** Longer than any beacon of ours, in bytes. */
const longest = 100;
/** Said before the body is read: it is not worth reading. */
const type = /^(?:application\/x-www-form-urlencoded|text\/plain)(?:;|$)/i;

export type ReadServer = {
  /** Answers `POST /api/read` without asking Next.js or the database. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Writes what was counted and not written yet. */
  stop(): Promise<void>;
};

/**
 * The reading beacon: 204 to every beacon that is one, whether it counts or not. Nothing of who sent it is kept (`ReadGuard`), and
 * who asks not to be followed is not counted; our own script does not even send then.
 */
export function readServer(counter = new ReadCounter({ open: () => closed.since === null })): ReadServer {
  const guard = new ReadGuard(Date.now());

  const count = (request: IncomingMessage, address: string, body: string, response: ServerResponse) => {
    const read = parseRead(body);
    if (!read) return refuseRest(response, 'bad-request', '请求体要写成 story=稿件编号&visit=来访方式。');
    response.writeHead(204, noStore).end();
    const { headers } = request;
    if (headers.dnt === '1' || headers['sec-gpc'] === '1' || isBot(headers['user-agent'])) return;
    if (guard.counts(address, headers['user-agent'] ?? '', read.story, Date.now()))
      counter.count(read.story, read.visit);
  };

  return {
    answer(request, response) {
      const { headers, method } = request;
      if (method !== 'POST') {
        response.setHeader('Allow', 'POST');
        return refuseRest(response, 'method-not-allowed', '这个地址只接受 POST。');
      }
      const asked = askedBy(request);
      if (!isOwnOrigin(request, asked)) return refuseRest(response, 'forbidden', '阅读只能由本站的页面报告。');
      if (!type.test(headers['content-type'] ?? '')) return refuseRest(response, 'bad-request', '请求体的类型不对。');
      if (Number(headers['content-length'] ?? 0) > longest) return refuseRest(response, 'too-large', '请求体太长。');
      let body = '';
      request.setEncoding('latin1');
      request.on('data', (part: string) => {
        body += part;
        if (body.length > longest) request.destroy();
      });
      request.on('error', () => {});
      request.on('end', () => count(request, asked.address, body, response));
    },
    stop: () => counter.stop(),
  };
}

const noStore = { 'Cache-Control': 'no-store' };

/** What is left of the body is not waited for: the connection ends with the answer. */
function refuseRest(response: ServerResponse, name: ProblemName, detail: string): void {
  secure(response);
  refuse(response, name, detail, { Connection: 'close' });
}
