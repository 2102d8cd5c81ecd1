import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { clock } from '../cache/clock.ts';
import { storedPage } from '../cache/fixtures.ts';
import { render } from './render.ts';

describe('a rendering', () => {
  it('ends also where Next.js sends more than a socket takes at once, and waits until it has drained', async () => {
    const rendered = await render(
      '/sitemap/2026-11.xml',
      async (_, response) => {
        const rendering = clock.rendering.getStore();
        if (!rendering) throw new Error('outside of a rendering');
        rendering.page = storedPage(rendering.path, 'x');
        await pipeline(
          Array.from({ length: 64 }, () => Buffer.alloc(16_384)),
          response,
        );
      },
      AbortSignal.timeout(20_000),
    );
    expect(rendered.page?.path).toBe('/sitemap/2026-11.xml');
  });
});
