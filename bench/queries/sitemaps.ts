import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { newsEntries, sitemapPart, sitemapParts } from '#lib/content/questions/sitemaps.ts';
import { mapLimits, partName } from '#lib/sitemaps/parts.ts';
import { newsUrlset, sitemapIndex, urlset } from '#lib/sitemaps/xml.ts';
import { site } from '#site.config.ts';
import { progress, type Table } from '../part.ts';
import { count, megabytes, milliseconds, type Summary, summarise } from '../statistics.ts';

/** A file of the site map as a publish makes it anew. */
export type MapFile = {
  name: string;
  addresses: number;
  times: Summary;
  bytes: number;
  gzip: number;
  /** By how much the heap grew at most while it was made, in bytes. */
  heap: number;
};

/** Makes the index, the largest part of stories, the topics and the news, each `times` times, from the database to the text. */
export async function measureSitemaps(times: number): Promise<MapFile[]> {
  const { origin, name } = site;
  const parts = (await sitemapParts(mapLimits.urls)).value;
  const largest = await largestMonth(
    parts.flatMap(({ part }) => (part.kind === 'month' && part.number === 1 ? [partName(part)] : [])),
  );
  const part = async (name: string) => (await sitemapPart(name, mapLimits.urls, async () => [])).value ?? [];
  return [
    await measure('index', times, async () =>
      sitemapIndex((await sitemapParts(mapLimits.urls)).value, { origin, plain: false }),
    ),
    await measure(`largest part (${largest})`, times, async () =>
      urlset(await part(largest), { origin, plain: false, maxBytes: mapLimits.bytes }),
    ),
    await measure(`the same, plain`, times, async () =>
      urlset(await part(largest), { origin, plain: true, maxBytes: mapLimits.bytes }),
    ),
    await measure('topics', times, async () =>
      urlset(await part('topics'), { origin, plain: false, maxBytes: mapLimits.bytes }),
    ),
    await measure('news', times, async () => newsUrlset((await newsEntries(new Date())).value, { origin, name })),
  ];
}

async function largestMonth(names: string[]): Promise<string> {
  let found = { name: '', addresses: -1 };
  // Months of one newsroom are alike: a dozen over the years is enough.
  const step = Math.ceil(names.length / 12);
  for (const name of names.filter((_, index) => index % step === step - 1)) {
    const addresses = (await sitemapPart(name, mapLimits.urls, async () => [])).value?.length ?? 0;
    if (addresses > found.addresses) found = { name, addresses };
  }
  return found.name;
}

async function measure(name: string, times: number, make: () => Promise<string>): Promise<MapFile> {
  progress(`site map: ${name}`);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const text = await make();
  const samples: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await make();
    samples.push(performance.now() - began);
  }
  collect();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 1);
  const last = await make();
  most = Math.max(most, process.memoryUsage().heapUsed);
  clearInterval(watch);
  return {
    name,
    addresses: last.split('<loc>').length - 1,
    times: summarise(samples),
    bytes: Buffer.byteLength(text),
    gzip: gzipSync(text, { level: 6 }).length,
    heap: most - before,
  };
}

/** The files at a million stories beside those at a thousand. */
export function sitemapTable(many: MapFile[], few: MapFile[]): Table {
  return {
    reading:
      'Files of the site map at a million stories, made anew from the database to the text, as a publish makes them. “Heap”: by how much it grew at most on the way, garbage included. The last column: the same file at a thousand stories, whole.',
    head: ['', 'addresses', 'p50 ms', 'p95 ms', 'MB', 'MB gzip', 'heap MB', 'p50 at a thousand'],
    rows: many.map(({ name, addresses, times, bytes, gzip, heap }, index) => [
      name,
      count(addresses),
      milliseconds(times.p50),
      milliseconds(times.p95),
      ...[bytes, gzip, heap].map((n) => megabytes(n).replace(' MB', '')),
      few[index] ? milliseconds(few[index].times.p50) : '-',
    ]),
  };
}
