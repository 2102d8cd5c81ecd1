import { accessSync, chmodSync, constants, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedServer, StartError, startEmbeddedServer } from '../db/embedded.ts';

export const root = path.resolve(import.meta.dirname, '..');

/** Where everything lives that is not code: the database, media, stored pages. `DATA_DIR`, else `.data`. */
export const dataDir = path.resolve(root, process.env.DATA_DIR ?? '.data');

/** @throws {StartError} where nothing can be written there. */
export function ensureDataDir(): void {
  try {
    // As root, PostgreSQL runs as another user, who must be able to enter whatever the umask says.
    const created = mkdirSync(dataDir, { recursive: true });
    if (created) chmodSync(dataDir, 0o755);
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(sentenceFor(code, dataDir) ?? message);
  }
}

/** The database to work with: one's own by `DATABASE_URL`, else the embedded one, started. Sets `DATABASE_URL`. */
export async function openDatabase(): Promise<EmbeddedServer | null> {
  if (process.env.DATABASE_URL) return null;
  const server = await startEmbeddedServer(path.join(dataDir, 'postgres'));
  process.env.DATABASE_URL = server.url;
  return server;
}

/** A port from the environment; 0 is any free one. @throws {StartError} for what is none. */
export function portOf(text: string | undefined, usual: number): number {
  const port = Number(text ?? usual);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new StartError('PORT 要是 0 到 65535 的整数。');
  return port;
}

/** One step of a command, told in one line with its time. */
export async function step<T>(title: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T> {
  const began = performance.now();
  const live = process.stdout.isTTY;
  const progress = (text: string) => {
    if (live) process.stdout.write(`\r\x1b[2K  … ${title} ${text}`);
  };
  progress('');
  let outcome = '';
  const result = await work((text) => {
    outcome = text;
    progress(text);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${live ? '\r\x1b[2K' : ''}  ✓ ${title}${outcome ? `(${outcome})` : ''} ${seconds} 秒\n`);
  return result;
}

/** Runs a command; what the operator can put right is said in a sentence, all else with its stack. */
export async function main(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.exitCode = 1;
    explain(error);
  }
}

/** Says what went wrong. A full disk shows itself in many ways, so it is looked for first. */
export function explain(error: unknown): void {
  const { code, path: place } = error as NodeJS.ErrnoException;
  if (diskIsFull()) console.error(`\n✗ ${sentenceFor('ENOSPC', dataDir)}`);
  else if (error instanceof StartError) console.error(`\n✗ ${error.message}`);
  else if (code && place) console.error(`\n✗ ${sentenceFor(code, place) ?? (error as Error).message}`);
  else console.error('\n✗', error);
}

function diskIsFull(): boolean {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize < 8 * 1024 * 1024;
  } catch {
    return false;
  }
}

/** What to do about an error of the file system at `place`; null where that is not known. */
function sentenceFor(code: string | undefined, place: string): string | null {
  const elsewhere = place.startsWith(dataDir) ? '，或用 DATA_DIR 指定可写的目录' : '';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `没有权限写 ${place}：请改它的属主或权限${elsewhere}。`;
    case 'EROFS':
      return `${place} 在只读的文件系统上：请换到可写的地方${elsewhere}。`;
    case 'ENOSPC':
      return `磁盘已满，写不进 ${place}：请腾出空间（至少 500 MB）后再试。`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${place} 不是目录：请移走同名文件${elsewhere}。`;
    case 'ENOENT':
      return `${place} 建不出来，上级目录可能不存在或是只读的：请检查它${elsewhere}。`;
    default:
      return null;
  }
}
