import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Upload } from 'tus-js-client';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import { type MediaConfiguration, mediaConfiguration } from './configuration.ts';
import { DiskStorage } from './disk-storage.ts';
import { uploadsAddress } from './http.ts';
import { Uploads } from './uploads.ts';
import { MediaWorker, type Pace } from './worker.ts';

export function actor(role: Role, id: string = role): Actor {
  return { id, name: `${role} ${id}`, role, sectionIds: null };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** A desk that takes uploads over HTTP, with a folder of data and a worker of its own. Test code only. */
export async function openDesk(
  limits: Partial<MediaConfiguration['limits']> = {},
  storageOf = (folder: string) => new DiskStorage(folder),
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-desk-'));
  const usual = mediaConfiguration({});
  const configuration: MediaConfiguration = {
    ...usual,
    limits: { ...usual.limits, ...limits },
    formats: ['webp', 'jpeg'],
  };
  const uploads = new Uploads(folder, configuration.limits);
  const storage = storageOf(folder);
  const work = (pace: Partial<Pace> = {}) =>
    new MediaWorker({ storage, dataFolder: folder, configuration, pace: { look: 0.05, ...pace } });
  let who = actor('reporter');
  /** Called with what has arrived of a request's body. */
  const server = createServer((request, response) => {
    const body =
      request.method === 'GET' || request.method === 'HEAD' ? null : (Readable.toWeb(request) as ReadableStream);
    const asked = new Request(`http://127.0.0.1${request.url}`, {
      method: request.method ?? 'GET',
      headers: request.headers as Record<string, string>,
      body,
      duplex: 'half',
    } as RequestInit);
    uploads.answer(asked, who, uploadsAddress).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}${uploadsAddress}`;

  return {
    folder,
    storage,
    uploads,
    configuration,
    work,
    endpoint,
    /** Signs in as another. */
    as(next: Actor) {
      who = next;
    },
    /** Uploads bytes as the desk's pages do. @returns the upload's id. @throws what the server answered. */
    send(
      bytes: Buffer,
      name: string,
      metadata: Record<string, string> = {},
      chunkSize = Number.POSITIVE_INFINITY,
    ): Promise<string> {
      return new Promise((resolve, reject) => {
        const upload = new Upload(bytes, {
          endpoint,
          chunkSize,
          retryDelays: [],
          metadata: { filename: name, ...metadata },
          onError: (error) => {
            const answer = 'originalResponse' in error ? error.originalResponse : null;
            reject(new UploadError(answer?.getStatus() ?? 0, answer?.getBody() ?? error.message));
          },
          onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
        });
        upload.start();
      });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export class UploadError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
