import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type ProblemName, problem } from '../http/problem.ts';

/** Answers with a problem document, never stored by anyone: what `problemResponse` is where there is no Next.js. */
export function refuse(
  response: ServerResponse,
  name: ProblemName,
  detail: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const what = problem(name, detail);
  const body = JSON.stringify(what);
  response.writeHead(what.status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(body);
}
