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

type Asking = { method?: string; headers?: Record<string, string>; body?: Buffer };

const keepAlive = new Agent({ keepAlive: true, maxSockets: 256 });
const patience = 30_000;

export function ask(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    // A body that is refused half way ends its connection.
    const agent = body ? new Agent() : keepAlive;
    const sent = request(url, { agent, method, headers, timeout: patience }, (response) => {
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
    sent.end(body);
  });
}

/** Names of all headers of an answer as they came, in lower case: what is sent twice stands there twice. */
export function headerNames({ rawHeaders }: Answer): string[] {
  return rawHeaders.filter((_, n) => n % 2 === 0).map((name) => name.toLowerCase());
}

/** Closes the connections that are kept open, so that the process can end. */
export function hangUp(): void {
  keepAlive.destroy();
}
