import { expect, it } from 'vitest';
import { parseWrk } from './crowd.ts';

it('reads the figures of wrk in their units, and what went wrong', () => {
  const said = `Running 1s test @ http://127.0.0.1:8080/
  2 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.21ms    2.10ms  31.20ms   96.10%
    Req/Sec    32.10k     1.20k   34.00k    90.00%
  Latency Distribution
     50%  820.00us
     75%    1.10ms
     90%    1.90ms
     99%    1.02s
  64120 requests in 1.00s, 512.00MB read
  Socket errors: connect 0, read 3, write 0, timeout 1
  Non-2xx or 3xx responses: 20
Requests/sec:  64012.55
Transfer/sec:    511.00MB
`;
  const { p50, p99, ...counts } = parseWrk(said);
  expect(p50).toBeCloseTo(0.82);
  expect(p99).toBeCloseTo(1020);
  expect(counts).toEqual({ perSecond: 64012.55, wrong: 24 });
});

it('refuses to read something else', () => {
  expect(() => parseWrk('unable to connect')).toThrow('something else');
});
