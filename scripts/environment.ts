import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
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
    throw new StartError(sentenceFor(error as NodeJS.ErrnoException, dataDir));
  }
}

/** The database to work with: one's own by `DATABASE_URL`, else the embedded one, started. Sets `DATABASE_URL`. */
export async function openDatabase(): Promise<EmbeddedServer | null> {
  if (process.env.DATABASE_URL) return null;
  const server = await startEmbeddedServer(path.join(dataDir, 'postgres'));
  process.env.DATABASE_URL = server.url;
  return server;
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
    if (error instanceof StartError) console.error(`\n✗ ${error.message}`);
    else if ((error as NodeJS.ErrnoException).code && (error as NodeJS.ErrnoException).path) {
      console.error(`\n✗ ${sentenceFor(error as NodeJS.ErrnoException, (error as NodeJS.ErrnoException).path ?? '')}`);
    } else console.error('\n✗', error);
  }
}

export function sentenceFor(error: NodeJS.ErrnoException, place: string): string {
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return `没有权限写 ${place}：请改它的属主或权限，或用 DATA_DIR 指定可写的目录。`;
    case 'EROFS':
      return `${place} 在只读的文件系统上：请用 DATA_DIR 指定可写的目录。`;
    case 'ENOSPC':
      return `磁盘已满，写不进 ${place}：请腾出空间(至少 500 MB)后再试。`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${place} 不是目录：请移走同名文件，或用 DATA_DIR 指定别的目录。`;
    default:
      return `${place}:${error.message}`;
  }
}
