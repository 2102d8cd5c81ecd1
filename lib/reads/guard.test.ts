import { describe, expect, it } from 'vitest';
import { networkOf } from '../http/network.ts';
import { isBot } from './bots.ts';
import { mostPerMinute, ReadGuard } from './guard.ts';
import { parseRead } from './read.ts';

const minute = 60_000;
const phone = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';
const laptop = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

describe('a read', () => {
  it('counts once for half an hour, whoever presses reload', () => {
    const guard = new ReadGuard(0);
    expect(guard.counts('1.2.3.4', phone, 12, 0)).toBe(true);
    expect(guard.counts('1.2.3.4', phone, 12, 1000)).toBe(false);
    expect(guard.counts('1.2.3.4', phone, 12, 29 * minute)).toBe(false);
    expect(guard.counts('1.2.3.4', phone, 12, 91 * minute)).toBe(true);
  });

  it('of another story, by another browser, or from another address is another', () => {
    const guard = new ReadGuard(0);
    expect(guard.counts('1.2.3.4', phone, 12, 0)).toBe(true);
    expect(guard.counts('1.2.3.4', phone, 13, 0)).toBe(true);
    expect(guard.counts('1.2.3.4', laptop, 12, 0)).toBe(true);
    expect(guard.counts('1.2.3.5', phone, 12, 0)).toBe(true);
  });

  it('of one household counts once, whatever address of it a phone takes', () => {
    const guard = new ReadGuard(0);
    expect(guard.counts('2001:db8:1:2::a', phone, 12, 0)).toBe(true);
    expect(guard.counts('2001:db8:1:2:ffff:1:2:3', phone, 12, 0)).toBe(false);
    expect(guard.counts('2001:db8:1:3::a', phone, 12, 0)).toBe(true);
  });

  it('of a crowd behind one address counts, up to what no crowd reads in a minute', () => {
    const guard = new ReadGuard(0);
    const counted = (now: number) =>
      Array.from({ length: 1000 }, (_, n) => guard.counts('1.2.3.4', `${phone} ${n} ${now}`, 12, now)).filter(Boolean)
        .length;
    expect(counted(0)).toBe(mostPerMinute);
    expect(counted(minute)).toBe(mostPerMinute);
    expect(guard.counts('1.2.3.5', phone, 12, minute)).toBe(true);
  });

  it('is forgotten sooner in a flood, and the flood takes no more room', () => {
    const guard = new ReadGuard(0, 1024);
    expect(guard.counts('1.2.3.4', phone, 12, 0)).toBe(true);
    for (let n = 0; n < 5000; n++) guard.counts(`10.0.${n >> 8}.${n & 255}`, phone, 12, 0);
    expect(guard.counts('1.2.3.4', phone, 12, 0)).toBe(true);
  });

  it('of yesterday is forgotten with its salt', () => {
    const guard = new ReadGuard(0);
    guard.counts('1.2.3.4', phone, 12, 24 * 60 * minute - 1);
    expect(guard.counts('1.2.3.4', phone, 12, 24 * 60 * minute)).toBe(true);
  });
});

it.each([
  ['1.2.3.4', '1.2.3.4'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0DB8:0:1:2:3:4:5', '2001:db8:0:1'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each([
  ['Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)', true],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
  ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36', true],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/130.0 Safari/537.36', true],
  ['curl/8.5.0', true],
  ['', true],
  [undefined, true],
  [phone, false],
  [laptop, false],
  [`${phone} MicroMessenger/8.0.50 WeChat/arm64`, false],
  [`${phone} MetaSr 1.0 SogouMobileBrowser/5.9`, false],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/108.0 Safari/537.36 CUBOT_X18', false],
])('%s is a program: %s', (agent, bot) => {
  expect(isBot(agent)).toBe(bot);
});

describe('a beacon', () => {
  it('names a story and a kind of visit', () => {
    expect(parseRead('story=12&visit=direct')).toEqual({ story: 12, visit: 0 });
    expect(parseRead('story=999999999999999&visit=other')).toEqual({ story: 999_999_999_999_999, visit: 4 });
  });

  it.each([
    '',
    'story=12',
    'story=0&visit=direct',
    'story=-1&visit=direct',
    'story=1e9&visit=direct',
    'story=9999999999999999&visit=direct',
    'story=12&visit=https://example.org/secret',
    'story=12&visit=direct&who=me',
    'visit=direct&story=12',
    ' story=12&visit=direct',
    'story=12&visit=direct\n',
    '{"story":12}',
    'story=１２&visit=direct',
  ])('that says anything else is none: %j', (body) => {
    expect(parseRead(body)).toBeNull();
  });
});
