import path from 'node:path';

const root = import.meta.dirname;

/** @type {import('next').NextConfig} */
export default {
  cacheHandler: path.join(root, 'lib/cache/page-handler.ts'),
  cacheMaxMemorySize: 0,
  // Compression, ETags and headers are the server's (lib/server).
  compress: false,
  generateEtags: false,
  poweredByHeader: false,
  images: { unoptimized: true },
  // Types are checked by `npm run lint`, with the compiler of TypeScript 7.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root },
  // Media and the readers' script are sent by the server; `npm run dev` has a small one of its own for them.
  rewrites: async () =>
    process.env.DEV_FILES_ORIGIN
      ? ['/media/:path*', '/_r/:path*'].map((source) => ({
          source,
          destination: `${process.env.DEV_FILES_ORIGIN}${source}`,
        }))
      : [],
  env: { READER_SCRIPT: process.env.READER_SCRIPT ?? '', PREFS_SCRIPT: process.env.PREFS_SCRIPT ?? '' },
};
