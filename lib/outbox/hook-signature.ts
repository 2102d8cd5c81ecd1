import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret as Standard Webhooks writes them: `whsec_` and 32 random bytes in base64. */
export function newHookSecret(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/**
 * `webhook-signature` of a message (standardwebhooks.com, 1.0): HMAC-SHA256 over id, time (Unix seconds) and body, for each secret
 * that is good now; whoever knows one of them can check it.
 */
export function hookSignature(secrets: readonly string[], id: string, timestamp: string, body: string): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(prefix.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
}
