import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Shorter ones can be guessed. */
const shortest = 32;

/**
 * What session cookies are signed and second factors are encrypted with: `AUTH_SECRET`, else `auth-secret` in `DATA_DIR`,
 * which the first to ask writes. Instances that share the folder share it; those that do not are given `AUTH_SECRET`.
 * @throws where `AUTH_SECRET` is too short.
 */
export function authSecret(): string {
  const given = process.env.AUTH_SECRET;
  if (given) {
    if (given.length < shortest) throw new Error(`AUTH_SECRET 至少要 ${shortest} 个字符：openssl rand -base64 48`);
    return given;
  }
  const folder = path.resolve(/* turbopackIgnore: true */ process.env.DATA_DIR ?? '.data');
  const file = path.join(/* turbopackIgnore: true */ folder, 'auth-secret');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // Written whole under another name first: another instance may be asking at this moment, and reads all or nothing.
  mkdirSync(folder, { recursive: true });
  const own = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(own, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    chmodSync(own, 0o600);
    linkSync(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

/** SHA-256, in hex: what is stored in place of a token. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A token that nobody guesses: 256 bits, in letters that a URL holds. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
