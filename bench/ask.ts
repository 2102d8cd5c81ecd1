import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** One answer as it came over the wire: nothing unpacked, nothing followed. */
export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names and values in turn, as they were sent. */
  rawHeaders: string[];
  body: Buffer;
  /** From sending the request to the last byte. */
  milliseconds: number;
};

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const patience = 30_000;

export function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const sent = request(url, { agent, headers, timeout: patience }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks),
          milliseconds: performance.now() - began,
        }),
      );
    });
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer in ${patience / 1000} s.`)));
    sent.once('error', reject);
    sent.end();
  });
}

/** Closes the connections that are kept open, so that the process can end. */
export function hangUp(): void {
  agent.destroy();
}
