/** A receiver on the loopback interface that plays a CDN. Test code only. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

export type Call = { method: string; path: string; headers: IncomingHttpHeaders; body: string; at: number };
type Behaviour = (response: ServerResponse, call: Call) => void;

export class PlayedCdn {
  readonly calls: Call[] = [];
  /** How the next calls are answered, one each; then as `usual`. */
  readonly next: Behaviour[] = [];
  usual: Behaviour = answer(200, '{"success":true,"errors":[]}');
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const { method = '', url = '', headers } = request;
        const call = { method, path: url, headers, body: Buffer.concat(chunks).toString(), at: performance.now() };
        this.calls.push(call);
        (this.next.shift() ?? this.usual)(response, call);
      });
    });
  }

  /** @param port of one that was closed, to open it again. */
  static async open(port = 0): Promise<PlayedCdn> {
    const cdn = new PlayedCdn();
    await new Promise<void>((resolve, reject) => {
      cdn.#server.once('error', reject);
      cdn.#server.listen(port, '127.0.0.1', resolve);
    });
    return cdn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** Events that the webhook was told of, in the order of the calls. */
  get toldOf(): number[] {
    return this.calls.flatMap(({ body }) =>
      (JSON.parse(body) as { events: { id: number }[] }).events.map(({ id }) => id),
    );
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

export function answer(status: number, body = '', headers: Record<string, string> = {}): Behaviour {
  return (response) => response.writeHead(status, headers).end(body);
}

export const silence: Behaviour = () => {};

export const hangUp: Behaviour = (response) => void response.socket?.destroy();
