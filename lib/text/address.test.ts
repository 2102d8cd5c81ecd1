import { describe, expect, it } from 'vitest';
import { plainSpelling, tidyAddress, tidyPath } from './address.ts';

describe('the one spelling of a path', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['/latest', '/latest'],
    ['/%6Catest', '/latest'],
    ['/%6catest/%2d%7E', '/latest/-~'],
    ['/a%2fb', '/a%2Fb'],
    ['/a%2Fb%00%20', '/a%2Fb%00%20'],
    ['/新闻/1.html', '/%E6%96%B0%E9%97%BB/1.html'],
    ['/%e6%96%b0', '/%E6%96%B0'],
    ['/./latest', '/latest'],
    ['/a/../latest', '/latest'],
    ['/../../latest', '/latest'],
    ['/%2e%2E/latest', '/latest'],
    ['/latest/.', '/latest/'],
    ['/a/latest/..', '/a/'],
    ['/..', '/'],
    ['//a///b//', '/a/b/'],
    ['/a/...', '/a/...'],
    ['/100%', '/100%'],
    ['/%zz', '/%zz'],
    ['/"<a>\\', '/%22%3Ca%3E%5C'],
    ['/\ud800', '/%EF%BF%BD'],
  ])('%j is %j', (path, tidy) => {
    expect(tidyPath(path)).toBe(tidy);
    expect(tidyPath(tidy)).toBe(tidy);
  });

  it('leaves a query its slashes and dots', () => {
    expect(tidyAddress('//Show.asp?id=%31&to=../a//b&q=新')).toBe('/Show.asp?id=1&to=../a//b&q=%E6%96%B0');
  });

  it.each([
    ['/News/', '/news'],
    ['/news/index.html', '/news'],
    ['/Index.HTM', '/'],
    ['/', '/'],
  ])('%s is taken for %s', (path, plain) => {
    expect(plainSpelling(path)).toBe(plain);
  });
});
