import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { networkOf } from '../http/network.ts';
import type { RateLimit } from '../http/rate-limit.ts';

/** Who may say for whom a request is: proxies on this machine, and those that `TRUSTED_PROXIES` names. */
const trusted = proxies(process.env.TRUSTED_PROXIES);

/** @param networks addresses and networks (`10.0.0.0/8`), separated by commas or spaces. @throws for what is neither. */
export function proxies(networks: string | undefined): BlockList {
  const list = new BlockList();
  for (const network of ['127.0.0.0/8', '::1', ...(networks?.split(/[\s,]+/).filter(Boolean) ?? [])]) {
    const [address = '', bits, ...more] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const prefix = bits === undefined ? most : Number(bits);
    if (isIP(address) === 0 || more.length > 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most)
      throw new Error(`TRUSTED_PROXIES 里的 ${network} 不是地址或网段。`);
    list.addSubnet(address, prefix, family);
  }
  return list;
}

/** Who asks, under which name, and over what: from the connection, and from proxies that are believed. */
export type Asked = { address: string; host: string; scheme: 'http' | 'https' };

export function askedBy(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  believed: BlockList = trusted,
): Asked {
  const peer = plain(socket.remoteAddress ?? '');
  const host = headers.host ?? 'localhost';
  if (!holds(believed, peer)) return { address: peer || 'unknown', host, scheme: 'http' };
  const chain = one(headers['x-forwarded-for'])
    .split(',')
    .map((address) => plain(address.trim()))
    .filter(Boolean);
  // From the nearest on: the first that is no proxy of ours is who asks. What stands before it, anybody may have written.
  let address = peer;
  for (const before of chain.reverse()) {
    if (isIP(before) === 0) break;
    address = before;
    if (!holds(believed, before)) break;
  }
  const forwardedHost = one(headers['x-forwarded-host']);
  return {
    address,
    host: forwardedHost || host,
    scheme: one(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http',
  };
}

/** Has the application read the address of whoever asks where it looks for it; what anybody else wrote there is gone. */
export function settleAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, believed?: BlockList): void {
  const { address } = askedBy(request, believed);
  delete request.headers.forwarded;
  request.headers['x-forwarded-for'] = address;
}

/**
 * Seconds until whoever sent a request may ask again; 0: now. One address, or one network of IPv6, is counted as one; this machine
 * itself, which nobody limits, is not.
 */
export function waitOf(limit: RateLimit, request: Pick<IncomingMessage, 'headers' | 'socket'>): number {
  const { address } = askedBy(request);
  return address === '::1' || address.startsWith('127.') ? 0 : limit.take(networkOf(address));
}

function holds(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** IPv4 in the clothes of IPv6 is IPv4. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

function one(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}
