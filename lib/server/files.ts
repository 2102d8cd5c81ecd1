import type { IncomingMessage, ServerResponse } from 'node:http';
import send from 'send';

type Files = { prefix: string; folder: string; immutable: boolean };

/**
 * Sends files as they are: media, scripts, styles, `public/`. Ranges, ETag and 304 are the library's.
 * @returns false where no folder has such a file: then nothing was sent.
 */
export function filesServer(folders: Files[]) {
  return (path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
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
          if (file.endsWith('speculation-rules.json')) sent.setHeader('Content-Type', 'application/speculationrules+json');
        })
        .on('error', () => resolve(false))
        .on('directory', () => resolve(false))
        .on('end', () => resolve(true))
        .pipe(response);
      response.once('close', () => resolve(true));
    });
  };
}
