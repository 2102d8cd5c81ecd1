import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { safeDestination } from './request.ts';
import { authSecret } from './secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-secret-'));
  vi.stubEnv('DATA_DIR', path.join(folder, 'data'));
  vi.stubEnv('AUTH_SECRET', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it('is made once, for its owner’s eyes alone, and shared by all who share the folder', async () => {
  const secret = authSecret();
  expect(secret).toHaveLength(64);
  expect(authSecret()).toBe(secret);
  const file = path.join(folder, 'data/auth-secret');
  expect((await readFile(file, 'utf8')).trim()).toBe(secret);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('comes from AUTH_SECRET where that is given, and is refused where it could be guessed', () => {
  vi.stubEnv('AUTH_SECRET', 'x'.repeat(31));
  expect(authSecret).toThrow('AUTH_SECRET 至少要 32 个字符');
  vi.stubEnv('AUTH_SECRET', 'x'.repeat(32));
  expect(authSecret()).toBe('x'.repeat(32));
});

it.each([
  ['/desk/people?q=%E6%9E%97&role=chief', '/desk/people?q=%E6%9E%97&role=chief'],
  ['/desk', '/desk'],
  ['https://evil.example/desk', '/desk'],
  ['//evil.example', '/desk'],
  ['/desk//evil.example', '/desk'],
  ['/desk/\\evil.example', '/desk'],
  ['/deskevil.example', '/desk'],
  ['/desk?next=//evil.example', '/desk'],
  ['/desk/sign-in?next=/desk', '/desk'],
  ['javascript:alert(1)', '/desk'],
  ['', '/desk'],
  [null, '/desk'],
])('after signing in, “%s” leads to %s', (asked, destination) => {
  expect(safeDestination(asked)).toBe(destination);
});
