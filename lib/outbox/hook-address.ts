import { isIP } from 'node:net';
import { isPublicAddress } from '#lib/http/public-address.ts';

/**
 * Receivers in the house, by `host` or `host:port`: only to these may webhooks go by plain HTTP or to a private address.
 * `WEBHOOK_PRIVATE_HOSTS`, separated by commas or spaces.
 */
function privateHosts(): Set<string> {
  return new Set(
    (process.env.WEBHOOK_PRIVATE_HOSTS ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  );
}

export function isPrivateHost(url: URL): boolean {
  const known = privateHosts();
  return known.has(url.hostname) || known.has(url.host);
}

/** What is wrong with the address of a webhook, as a Chinese sentence; null: nothing. What its name leads to is looked at when it is called. */
export function hookAddressProblem(text: string): string | null {
  if (text.length > 2000 || !URL.canParse(text)) return '地址须是完整的网址，例如 https://example.com/hooks/weishui。';
  const url = new URL(text);
  if (url.username || url.password) return '地址里不能带用户名和密码。';
  if (url.hash) return '地址里不能带 # 后面的部分。';
  if (isPrivateHost(url)) return /^https?:$/.test(url.protocol) ? null : '地址须以 https:// 或 http:// 开头。';
  if (url.protocol !== 'https:') return '地址须以 https:// 开头。';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublicAddress(host)) return '地址指向内网或保留的地址，不能用。';
  return null;
}
