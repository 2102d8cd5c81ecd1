import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LoadGenerator } from './children.ts';

export type CrowdResult = {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers that are no success, and connections that broke. */
  wrong: number;
};

export type Crowd = { name: string; ask(url: string, seconds: number): Promise<CrowdResult> };

export const connections = 64;

/** The fastest generator at hand: Debian's `wrk` where it is installed, else autocannon, which is slower than nginx. */
export async function crowdOf(load: LoadGenerator): Promise<Crowd> {
  const version = await promisify(execFile)('wrk', ['-v']).catch((error: { stdout?: string }) => error);
  if (/^wrk /.test(version.stdout ?? '')) return { name: 'wrk', ask: askByWrk };
  return {
    name: 'autocannon',
    async ask(url, seconds) {
      const headers = { 'accept-encoding': 'gzip' };
      const result = await load.perform({ kind: 'steady', url, headers, seconds, expected: 200 });
      return { ...result, perSecond: result.requests / result.seconds };
    },
  };
}

async function askByWrk(url: string, seconds: number): Promise<CrowdResult> {
  const { stdout } = await promisify(execFile)('wrk', [
    '--threads=2',
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    '--timeout=10s',
    '--latency',
    '--header=Accept-Encoding: gzip',
    url,
  ]);
  return parseWrk(stdout);
}

/** Reads what `wrk --latency` prints. */
export function parseWrk(text: string): CrowdResult {
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  const latency = (share: string) => {
    const [, value, unit] = new RegExp(`^\\s+${share}%\\s+([\\d.]+)(us|ms|s|m)$`, 'm').exec(text) ?? [];
    if (!value || !unit) throw new Error(`wrk said something else than expected:\n${text}`);
    return Number(value) * { us: 0.001, ms: 1, s: 1_000, m: 60_000 }[unit as 'us'];
  };
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text)?.slice(1) ?? [];
  return {
    perSecond: number(/^Requests\/sec:\s+([\d.]+)$/m),
    p50: latency('50'),
    p99: latency('99'),
    wrong: number(/Non-2xx or 3xx responses: (\d+)/) + errors.reduce((sum, count) => sum + Number(count), 0),
  };
}
