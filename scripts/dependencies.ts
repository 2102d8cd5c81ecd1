import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './environment.ts';

type Rule = { name: string; from: RegExp; except?: RegExp; to: RegExp; but?: RegExp; reachable?: true };

/** Who may import whom (docs/map.md). Imports of types are free: they are gone when the program runs. */
const rules: Rule[] = [
  {
    name: 'the data model stands alone (the demo newsroom beside it may use the tools of the newsroom)',
    from: /^db\//,
    except: /^db\/demo\//,
    to: /^(app|components|lib|scripts|bench|e2e)\//,
  },
  {
    name: 'components only draw: they take view models and ask for nothing',
    from: /^components\//,
    to: /^(app|db|lib\/(cache|content|live|media|newsroom|server))\//,
  },
  {
    name: 'reading pages ask lib/content; only route handlers speak to the newsroom',
    from: /^app\/\((site|panels|print)\)\//,
    to: /^(db|lib\/(cache|live|newsroom|server))\//,
  },
  {
    name: 'nothing that hydrates and nothing of the desk reaches a reading page',
    from: /^app\/\((site|panels|print)\)\//,
    to: /\.client\.tsx$|^components\/desk\//,
    reachable: true,
  },
  {
    name: 'the newsroom knows nothing of Next.js: it returns what happened',
    from: /^(db|lib\/(cache\/(clock|events|listen|revalidate|tags)|live|media|newsroom|text))/,
    to: /^next(\/|$)/,
  },
  {
    name: 'the readers’ script stands alone',
    from: /^lib\/reader\//,
    to: /^(app|components|db|lib)\//,
    but: /^lib\/reader\//,
  },
  { name: 'nothing imports app', from: /^(components|lib|db|deploy|scripts|bench)\//, to: /^app\// },
];

const folders = ['app', 'bench', 'components', 'db', 'deploy', 'lib', 'scripts'];

/** Checks every rule over every import. @returns one sentence for each violation. */
export async function violations(): Promise<string[]> {
  const files = await sources();
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir: 'unused',
    entryNames: '[dir]/[name]-[hash]',
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    loader: { '.css': 'empty' },
    // The globals' own @import and @source lines are Tailwind's to resolve.
    plugins: [{ name: 'no-css', setup: ({ onLoad }) => onLoad({ filter: /\.css$/ }, () => ({ contents: '' })) }],
  });
  const imports = new Map(
    Object.entries(metafile.inputs).map(([file, input]) => [file, input.imports.map((one) => one.path)] as const),
  );
  const found: string[] = [];
  for (const rule of rules) {
    for (const [file, direct] of imports) {
      if (!rule.from.test(file) || rule.except?.test(file)) continue;
      for (const target of rule.reachable ? reachable(file, imports) : direct) {
        if (rule.to.test(target) && !rule.but?.test(target)) found.push(`${file} -> ${target}: ${rule.name}`);
      }
    }
  }
  for (const file of files) {
    const hydrates = /^\s*['"]use client['"]/.test(await readFile(path.join(root, file), 'utf8'));
    // Next.js knows an error boundary by its name alone.
    if (hydrates && !/\.client\.tsx$|\/error\.tsx$/.test(file))
      found.push(`${file}: a file that hydrates is named *.client.tsx`);
  }
  return found;
}

function reachable(file: string, imports: Map<string, string[]>): Set<string> {
  const seen = new Set<string>();
  const queue = [file];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const target of imports.get(next) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return seen;
}

async function sources(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      const file = path.relative(root, path.join(entry.parentPath, entry.name));
      if (/\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$/.test(file)) found.push(file);
    }
  }
  return found;
}
