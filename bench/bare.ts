import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What the site is compared with: Node's own HTTP server and nothing else, sending answers that were prepared. In a process of its own:
 * `fork()` it, send it the answers, receive its port. It ends with its parent.
 */
export type PreparedAnswer = {
  status: number;
  /** Names and values in turn. */
  headers: string[];
  body: Uint8Array;
};

process.once('message', (answers: PreparedAnswer[]) => {
  const prepared = new Map(
    answers.map(({ status, headers, body }, n) => [`/${n}`, { status, headers, body: Buffer.from(body) }]),
  );
  const server = createServer((request, response) => {
    const answer = prepared.get(request.url ?? '');
    if (!answer) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body.length > 0 ? answer.body : undefined);
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => process.send?.({ result: (server.address() as AddressInfo).port }));
});
process.on('disconnect', () => process.exit());
