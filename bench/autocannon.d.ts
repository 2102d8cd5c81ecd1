/** The part of autocannon 9 that the bench uses; the package brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  type Request = { method?: string; path?: string; headers?: Record<string, string> };

  type Options = {
    url: string;
    connections: number;
    pipelining: number;
    /** Seconds; or else `amount`, a number of requests. */
    duration?: number;
    amount?: number;
    /** Requests a second of all connections together; else as many as there can be. */
    overallRate?: number;
    /** Seconds until a request counts as failed. */
    timeout: number;
    sampleInt?: number;
    headers?: Record<string, string>;
    requests?: { setupRequest: (request: Request) => Request }[];
  };

  type Result = { errors: number; timeouts: number };

  type Run = EventEmitter<{ response: [client: unknown, status: number, bytes: number, milliseconds: number] }> &
    PromiseLike<Result>;

  function autocannon(options: Options): Run;
  export = autocannon;
}
