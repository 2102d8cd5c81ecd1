/**
 * Keeps `next build` from answering a route once and for all: looking at the request is what makes Next.js wait for one.
 * Handlers that have no other reason to look call this first.
 */
export function atRequestTime(request: Request): void {
  void request.headers.get('host');
}
