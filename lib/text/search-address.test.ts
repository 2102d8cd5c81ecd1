import { describe, expect, it } from 'vitest';
import { askedAt, drawnAt, isSearch, longestSearch, readSearch, type SearchAsk, searchHref } from './search-address.ts';

const read = (query: string) => {
  const ask = readSearch(query);
  return typeof ask === 'string' ? ask : searchHref(ask);
};

describe('the address of a search', () => {
  it.each([
    ['q=%E5%A4%A9%E6%B0%B4', '/search?q=%E5%A4%A9%E6%B0%B4'],
    ['q=天水', '/search?q=%E5%A4%A9%E6%B0%B4'],
    ['section=local&q=a&kind=&from=&to=&sort=&source=&after=', '/search?q=a&section=local'],
    ['q=a+b%20%20c%E3%80%80', '/search?q=a+b+c'],
    ['q=a&q=b&q=', '/search?q=a'],
    ['q=&q=b', '/search?q=b'],
    ['Q=a&utm_source=x&page=2', '/search?q=a'],
    ['q=a%26b%3Dc%2B%25', '/search?q=a%26b%3Dc%2B%25'],
    ['q=%2541', '/search?q=%2541'],
    ['', '/search'],
    ['q', '/search'],
    ['q=+', '/search'],
    ['&&=&', '/search'],
    ['q=a&from=2026-1-5&to=20260203', '/search?q=a&from=2026-01-05&to=2026-02-03'],
    ['q=a&from=2026年1月5日', '/search?q=a&from=2026-01-05'],
    ['q=a&sort=relevance', '/search?q=a'],
    ['q=a&sort=time&after=9x_-.1', '/search?q=a&sort=time&after=9x_-.1'],
  ])('of %s is %s', (query, address) => {
    expect(read(query)).toBe(address);
    expect(read(address.split('?')[1] ?? '')).toBe(address);
  });

  it('keeps what WeChat adds to a shared address out of the dates', () => {
    expect(read('q=a&from=timeline&isappinstalled=0')).toBe('/search?q=a');
    expect(read('q=a&from=2026-01-01&from=singlemessage')).toBe('/search?q=a&from=2026-01-01');
  });

  it('reads what an old site escaped in GBK, and bytes that nobody escaped', () => {
    expect(read('q=%CC%EC%CB%AE')).toBe('/search?q=%E5%A4%A9%E6%B0%B4');
    expect(read(`q=${Buffer.from('天水').toString('latin1')}`)).toBe('/search?q=%E5%A4%A9%E6%B0%B4');
  });

  it('puts the earlier day first', () => {
    expect(read('q=a&from=2026-03-01&to=2026-02-01')).toBe('/search?q=a&from=2026-02-01&to=2026-03-01');
  });

  it('leaves out what has no width and what cannot be printed', () => {
    expect(read('q=%00')).toBe('/search');
    expect(read('q=a%00b%0Ac%E2%80%8Bd%EF%BB%BF')).toBe('/search?q=a+b+cd');
  });

  it('cuts what is too long to be looked for between characters', () => {
    const { q } = readSearch(`q=${'😀'.repeat(101)}`) as SearchAsk;
    expect(q).toBe('😀'.repeat(longestSearch.characters));
  });

  it.each([
    ['q=%', '/search?q=%25'],
    ['q=100%', '/search?q=100%25'],
    ['q=%zz', '/search?q=%25zz'],
    ['q=a%E5%', 'unreadable'],
    ['q=%ff', 'unreadable'],
    ['q=\ud800', 'unreadable'],
    [`q=${'%E5%A4%A9'.repeat(5_000)}`, 'too-long'],
    ['q=a&from=2026-02-30', 'bad-date'],
    ['q=a&to=99999', 'bad-date'],
    ['q=a&kind=film', 'bad-filter'],
    ['q=a&section=..%2Fetc', 'bad-filter'],
    ['q=a&source=%27', 'bad-filter'],
    ['q=a&after=%27+or+1', 'bad-filter'],
  ])('that is written as %.30s is answered', (query, expected) => {
    expect(read(query)).toBe(expected);
  });

  it('is drawn at a path of its own, which says the same', () => {
    const address = '/search?q=%E5%A4%A9+%F0%9F%98%80&section=local&sort=time';
    expect(isSearch(address)).toBe(true);
    const drawn = drawnAt(address);
    expect(drawn).toMatch(/^\/search\/[\w-]+$/);
    expect(searchHref(askedAt(drawn.slice('/search/'.length)))).toBe(address);
    expect([drawnAt('/search'), drawnAt('/article/1'), isSearch('/search'), isSearch('/hant/search?q=a')]).toEqual([
      '/search',
      '/article/1',
      false,
      true,
    ]);
  });
});
