import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { S3Options } from '#lib/media/configuration.ts';

type Server = { run(): Promise<{ port: number }>; close(): Promise<void> };
type ServerClass = new (options: Record<string, unknown>) => Server;

export type TestS3 = { options: S3Options; close(): Promise<void> };

/**
 * A bucket of a real S3-compatible server for a test: that of `S3_TEST_ENDPOINT`, `S3_TEST_KEY` and `S3_TEST_SECRET` where they
 * are set, else one of `s3rver`, which checks signatures, knows ranges and multipart uploads, and keeps objects in a folder.
 */
export async function testS3(): Promise<TestS3> {
  const { S3_TEST_ENDPOINT: endpoint, S3_TEST_KEY, S3_TEST_SECRET, S3_TEST_REGION } = process.env;
  if (endpoint) {
    const options = {
      ...{ endpoint, region: S3_TEST_REGION ?? 'us-east-1' },
      ...{ accessKeyId: S3_TEST_KEY ?? '', secretAccessKey: S3_TEST_SECRET ?? '' },
    };
    return { options, close: async () => {} };
  }
  const S3rver: ServerClass = createRequire(import.meta.url)('s3rver');
  const directory = await mkdtemp(path.join(tmpdir(), 'weishui-s3-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'weishui' }],
  });
  const { port } = await server.run();
  return {
    options: {
      ...{ endpoint: `http://127.0.0.1:${port}/weishui`, region: 'us-east-1' },
      // The only key that it knows.
      ...{ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
