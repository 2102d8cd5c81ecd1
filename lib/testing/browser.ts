import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/** Where a browser for tests may come from, in the order in which they are tried. */
type Origin = 'playwright' | 'system' | 'sparticuz';
const origins: Record<Origin, () => Promise<LaunchOptions[]>> = {
  playwright: async () => [{}],
  system: async () => systemBrowsers().map((executablePath) => ({ executablePath })),
  sparticuz: packagedBrowser,
};

/**
 * Opens a headless Chromium: Playwright's own where it is installed, else the system's, else the one in the npm package
 * `@sparticuz/chromium` (Linux x64, nothing else needed). `WEISHUI_BROWSER` (`playwright`, `system`, `sparticuz`, or the path
 * of a browser) leaves no choice. Throws with everything that was tried where none opens. The caller closes it.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const wanted = process.env.WEISHUI_BROWSER;
  const tried: string[] = [];
  for (const [origin, launches] of candidates(wanted)) {
    try {
      for (const found of await launches()) {
        try {
          return await chromium.launch({ ...found, ...options, args: argumentsOf(found, options) });
        } catch (error) {
          tried.push(`${origin}: ${reason(error)}`);
        }
      }
    } catch (error) {
      tried.push(`${origin}: ${reason(error)}`);
    }
  }
  throw new Error(
    `No browser for tests opened. Tried:\n${tried.join('\n')}\nInstall one: npx playwright install chromium`,
  );
}

function candidates(wanted: string | undefined): [string, () => Promise<LaunchOptions[]>][] {
  if (!wanted) return Object.entries(origins);
  if (wanted in origins) return [[wanted, origins[wanted as Origin]]];
  return [[wanted, async () => [{ executablePath: wanted }]]];
}

function argumentsOf(found: LaunchOptions, options: LaunchOptions): string[] {
  // Chromium refuses to run as root inside its sandbox; containers often have no room in /dev/shm.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [...root, '--disable-dev-shm-usage', ...(found.args ?? []), ...(options.args ?? [])];
}

function systemBrowsers(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...new Set(names.flatMap((name) => folders.map((folder) => join(folder, name))))].filter((path) =>
    existsSync(path),
  );
}

/** Unpacks the packaged browser once, and launches it with the system's libraries or, where those are missing, with its own. */
async function packagedBrowser(): Promise<LaunchOptions[]> {
  const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
  const home = join(bin, '../../../.cache/weishui-chromium');
  if (!existsSync(home)) await unpack(bin, home);

  const own = join(home, 'al2023/lib');
  const inherited = process.env.LD_LIBRARY_PATH;
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(home, 'fonts') };
  const launch = (libraries: Record<string, string>): LaunchOptions => ({
    executablePath: join(home, 'chromium'),
    // The package's own list of arguments is for functions in a cloud: one process, and no same-origin policy.
    args: ['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...environment(), ...fonts, ...libraries },
  });
  return [launch({}), launch({ LD_LIBRARY_PATH: inherited ? `${own}:${inherited}` : own })];
}

/** In a folder of its own, moved to its place when it is whole: another process may be doing the same. */
async function unpack(bin: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const making = await mkdtemp(`${home}-`);
  try {
    const script = `
      import { inflate } from '@sparticuz/chromium';
      const [bin] = process.argv.slice(1);
      for (const file of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) await inflate(bin + '/' + file);
    `;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, bin], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      env: { ...process.env, TMPDIR: making },
    });
    // The packaged configuration looks in a cloud's folders.
    const fonts = `<?xml version="1.0"?><fontconfig><dir>${join(home, 'fonts')}</dir><dir>/usr/share/fonts</dir></fontconfig>`;
    await writeFile(join(making, 'fonts/fonts.conf'), fonts);
    await rename(making, home).catch((error) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').slice(0, 3).join(' ');
}
