import { dataFolder, type MediaStorage, mediaStorage, publicName } from './storage.ts';

/**
 * A file that readers get, whole, from wherever media are kept.
 * @param href its address, `/media/{hash}/{file}`.
 * @throws where there is none.
 */
export async function readMedia(href: string, storage: MediaStorage = mediaStorage(dataFolder())): Promise<Buffer> {
  const [, hash = '', file = ''] = /^\/media\/([0-9a-f]+)\/([\w.-]+)$/.exec(href) ?? [];
  const answer = await storage.send(publicName(hash, file), 'GET', {});
  if (!answer?.body) throw new Error(`There is no ${href}.`);
  return Buffer.from(await new Response(answer.body).arrayBuffer());
}
