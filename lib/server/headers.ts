import type { ServerResponse } from 'node:http';
import { type SiteConfig, site } from '#site.config.ts';

/** Reading pages run our own scripts and nothing else. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer of a site of this configuration. */
export function headersFor({ origin, staging }: Pick<SiteConfig, 'origin' | 'staging'>): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    ...(origin.startsWith('https://') && process.env.HSTS === 'on'
      ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
      : {}),
    // A copy of the site for trying things out must not be found. robots.txt says so too, but does not unlist what is known.
    ...(staging ? { 'X-Robots-Tag': 'noindex, nofollow' } : {}),
  };
}

const common = headersFor(site);

/** Headers of every answer. */
export function secure(response: ServerResponse): void {
  for (const name in common) response.setHeader(name, common[name] as string);
}
