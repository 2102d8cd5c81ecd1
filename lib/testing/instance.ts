import { type RunningSite, startSiteProcess } from './process.ts';

type Settings = { databaseUrl: string; dataDir: string; environment?: Record<string, string> };

/** Starts one instance of the site (`npm run serve`) on a free port. */
export function startInstance({ databaseUrl, dataDir, environment }: Settings): Promise<RunningSite> {
  return startSiteProcess(['--max-semi-space-size=64', 'scripts/serve.ts'], {
    environment: {
      NODE_ENV: 'production',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      DRAIN_SECONDS: '0',
      ...environment,
    },
  });
}

/** What an instance answers to a reader. */
export async function ask(instance: RunningSite, target: string) {
  const response = await fetch(instance.url + target, { redirect: 'manual' });
  return { status: response.status, page: response.headers.get('x-page'), text: await response.text() };
}
