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
  experimental: {
    serverActions: {
      // A story of 300 KB as the editor's JSON, and room to spare.
      bodySizeLimit: '8mb',
      // `lib/server/desk.ts` has looked at the origin before; this is the name under which the site is known.
      allowedOrigins: process.env.SITE_ORIGIN ? [new URL(process.env.SITE_ORIGIN).host] : [],
    },
  },
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
  // It reads its WebAssembly in a way of its own.
  serverExternalPackages: ['wawoff2', '@node-rs/jieba'],
  env: {
    APP_ROOT: root,
    READER_SCRIPT: process.env.READER_SCRIPT ?? '',
    PREFS_SCRIPT: process.env.PREFS_SCRIPT ?? '',
  },
};
