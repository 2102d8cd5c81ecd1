import { describe, expect, it } from 'vitest';
import { parseProcessorTime, parseStatus } from './process.ts';

describe('what the kernel says of a process', () => {
  it('is memory in bytes', () => {
    expect(parseStatus('Name:\tnode\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\nThreads:\t11\n')).toEqual({
      resident: 104_857_600,
      peak: 209_715_200,
    });
    expect(() => parseStatus('Name:\tgone\n')).toThrow('VmRSS');
  });

  it('is processor time in seconds, whatever the program is called', () => {
    const stat =
      '4242 (a) node (b)) S 1 4242 4242 0 -1 4194304 900 0 3 0 150 50 7 8 20 0 11 0 123456 99999999 26000 184';
    expect(parseProcessorTime(stat)).toBe(2);
  });
});
