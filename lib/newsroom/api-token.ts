import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a token may be used for. A scope is asked for at every endpoint; none of them publishes anything. */
export const scopes = ['revalidate', 'stories:read', 'stories:write', 'media:write'] as const;
export type Scope = (typeof scopes)[number];

export const scopeNames: Record<Scope, string> = {
  revalidate: '刷新页面',
  'stories:read': '读取稿件状态',
  'stories:write': '提交草稿',
  'media:write': '上传媒体',
};

const prefix = 'wsk_';
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const random = 40;
const checksum = 6;
const shape = new RegExp(`^${prefix}([0-9A-Za-z]{${random}})([0-9A-Za-z]{${checksum}})$`);

/**
 * A new token: `wsk_`, 40 random letters (238 bits), and 6 that are a checksum of those. By the prefix scanners for leaked secrets know
 * it; by the checksum they, and we, know it from a word that only looks like one.
 */
export function newApiToken(): string {
  const secret = Array.from({ length: random }, () => letters[randomInt(letters.length)]).join('');
  return `${prefix}${secret}${checksumOf(secret)}`;
}

/** Whether it may be a token of ours: nobody else need be asked about one that is not. */
export function isApiToken(text: string): boolean {
  const [, secret, sum] = shape.exec(text) ?? [];
  return secret !== undefined && checksumOf(secret) === sum;
}

/** Whether somebody meant a token of ours, well formed or not. */
export function looksLikeApiToken(text: string): boolean {
  return text.startsWith(prefix);
}

/** What is kept of a token. It has too many bits to be guessed, so a fast hash without salt is enough. */
export function apiTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The beginning of a token, by which people tell one from another. */
export function apiTokenHint(token: string): string {
  return token.slice(0, prefix.length + 4);
}

function checksumOf(secret: string): string {
  let left = crc32(secret);
  let text = '';
  for (let n = 0; n < checksum; n++) {
    text = letters[left % letters.length] + text;
    left = Math.floor(left / letters.length);
  }
  return text;
}
