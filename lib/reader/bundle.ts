import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Cheap Android phones, WeChat's webview, and the last iPhones that were sold with Safari 14. */
const targets = ['chrome80', 'safari14', 'firefox90'];
const entries = { reader: 'index.ts', prefs: 'prefs.ts' } as const;

/**
 * Bundles the readers' script and the blocking one, minified, into `{outDir}/_r/{hash}/`; the hash is of their bytes, so
 * that they may be cached for ever. Answers their paths on the site. Throws what esbuild throws.
 * @param toTraditional says the script's few words in traditional characters: `reader-hant.js`, its twin beside it.
 */
export async function bundleReader(
  outDir: string,
  toTraditional: (text: string) => string = (text) => text,
): Promise<{ reader: string; prefs: string }> {
  const words: Plugin = {
    name: 'words',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\blib[\\/]reader[\\/]strings\.ts$/ }, async ({ path }) => ({
        contents: toTraditional(await readFile(path, 'utf8')),
        loader: 'ts',
      })),
  };
  const [reader, hant, prefs] = await Promise.all([
    bundle(entries.reader),
    bundle(entries.reader, [words]),
    bundle(entries.prefs),
  ]);
  const bytes = [reader, hant, prefs].flatMap((one) => [one, Buffer.of(0)]);
  const hash = createHash('sha256').update(Buffer.concat(bytes)).digest('hex').slice(0, 10);
  const paths = { reader: `/_r/${hash}/reader.js`, prefs: `/_r/${hash}/prefs.js` };
  await mkdir(join(outDir, '_r', hash), { recursive: true });
  await Promise.all([
    writeFile(join(outDir, paths.reader), reader),
    writeFile(join(outDir, paths.reader.replace(/\.js$/, '-hant.js')), hant),
    writeFile(join(outDir, paths.prefs), prefs),
  ]);
  return paths;
}

async function bundle(entry: string, plugins: Plugin[] = []): Promise<Uint8Array> {
  const { outputFiles } = await build({
    plugins,
    entryPoints: [join(dirname(fileURLToPath(import.meta.url)), entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: targets,
    // Safari 14.0 fails only at corner cases of it (defaults that refer to each other), which are not used here.
    supported: { destructuring: true },
    charset: 'utf8',
    legalComments: 'none',
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild wrote nothing for ${entry}`);
  return output.contents;
}
