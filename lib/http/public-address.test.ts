import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NotPublicError, publicLookup } from './public-address.ts';

type Done = (error: Error | null, addresses: LookupAddress[]) => void;
const answers = vi.hoisted((): string[][] => []);
vi.mock('node:dns', () => ({
  lookup: (_: string, __: LookupAllOptions, done: Done) =>
    done(
      null,
      (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
}));
beforeEach(() => answers.splice(0));

/** As `net.connect` asks. */
function asked(all: boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    publicLookup('hooks.example.com', { all }, (error, address) => (error ? reject(error) : resolve(address)));
  });
}

describe('a name that somebody typed in', () => {
  it('is connected to where it was looked at, and is looked at once for it', async () => {
    answers.push(['8.8.8.8', '2606:4700::1111'], ['8.8.8.8'], ['127.0.0.1']);
    expect(await asked(true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(await asked(false)).toBe('8.8.8.8');
    expect(answers).toHaveLength(1);
  });

  it.each([
    ['that leads into the house the next time it is asked', ['169.254.169.254']],
    ['that leads there by one of its addresses', ['8.8.8.8', '10.0.0.1']],
    ['that leads there by IPv6', ['2606:4700::1111', '::ffff:127.0.0.1']],
    ['that leads nowhere', []],
  ])('%s is not connected to', async (_, addresses) => {
    answers.push(addresses, addresses);
    await expect(asked(true)).rejects.toThrow(NotPublicError);
    await expect(asked(false)).rejects.toThrow(NotPublicError);
  });
});
