import type { IncomingMessage, ServerResponse } from 'node:http';
import send from 'send';

type Files = { prefix: string; folder: string; immutable: boolean };

/**
 * Sends files as they are: media, scripts, styles, `public/`. Ranges, ETag and 304 are the library's.
 * @returns false where no folder has such a file: then nothing was sent.
 */
export function filesServer(folders: Files[]) {
  const serve = (path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const files = folders.find(({ prefix }) => path.startsWith(prefix));
    if (!files) return Promise.resolve(false);
    return new Promise((resolve) => {
      send(request, path.slice(files.prefix.length - 1), {
        root: files.folder,
        index: false,
        dotfiles: 'ignore',
        maxAge: files.immutable ? '365d' : '1h',
        immutable: files.immutable,
      })
        .on('headers', (sent: ServerResponse, file: string) => {
          // Browsers take speculation rules under their own type only.
          if (file.endsWith('speculation-rules.json'))
            sent.setHeader('Content-Type', 'application/speculationrules+json');
        })
        .on('error', ({ status }: Error & { status?: number }) => {
          if (status !== 412 && status !== 416) return resolve(false);
          if (status === 416 && /^bytes=-0*[1-9]\d*$/.test(request.headers.range ?? '')) {
            // More of the end than there is: all of it (RFC 9110, 14.1.2).
            delete request.headers.range;
            response.removeHeader('Content-Range');
            return resolve(serve(path, request, response));
          }
          // The file is there, but not that part of it, or not as the condition wants it.
          response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Length': 0 }).end();
          resolve(true);
        })
        .on('directory', () => resolve(false))
        .on('end', () => resolve(true))
        .pipe(response);
      response.once('close', () => resolve(true));
    });
  };
  return serve;
}
