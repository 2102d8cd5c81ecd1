import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { validateXML } from 'xmllint-wasm';

const root = path.resolve(import.meta.dirname, '../..');
const own = (name: string) => readFile(path.join(root, 'lib/sitemaps/schema', name), 'utf8');

/** What libxml2 finds wrong with a site map (or an index) by the schemas of the protocol and of its extensions. */
export async function schemaErrors(xml: string, kind: 'map' | 'index' = 'map'): Promise<string[]> {
  const names = ['image.xsd', 'video.xsd', 'news.xsd', 'xhtml.xsd'];
  const preload = [
    {
      fileName: 'sitemap.xsd',
      contents: await readFile(path.join(root, 'node_modules/sitemap/schema/sitemap.xsd'), 'utf8'),
    },
    ...(await Promise.all(names.map(async (fileName) => ({ fileName, contents: await own(fileName) })))),
  ];
  const { valid, errors, rawOutput } = await validateXML({
    xml: [{ fileName: 'map.xml', contents: xml }],
    schema: [{ fileName: 'main.xsd', contents: await own(kind === 'map' ? 'all.xsd' : 'index.xsd') }],
    ...(kind === 'map' ? { preload } : {}),
    maxMemoryPages: 16_384,
  });
  return valid ? [] : errors.length > 0 ? errors.map(({ message }) => message) : [rawOutput];
}
