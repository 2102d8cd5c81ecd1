import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { authSecret } from './secret.ts';

/**
 * Encrypts what must be read again but is nobody's to read in a copy of the database (AES-256-GCM, under a key of `AUTH_SECRET`).
 * @param use tells what it is for: what was sealed for one use opens for no other.
 */
export function seal(text: string, use: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(use), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @returns null where it was sealed under another secret, or changed. */
export function unseal(sealed: string, use: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(use), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function keyFor(use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', authSecret(), '', `weishui ${use}`, 32));
}
