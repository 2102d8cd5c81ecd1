/**
 * `next dev` runs without our server: there the application itself listens for events, so that a publish is seen at once.
 * In production `lib/server/serve.ts` listens before the first request is taken.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NODE_ENV === 'production') return;
  const { listenForEvents } = await import('#lib/cache/listen.ts');
  await listenForEvents();
}
