import { connect, type Socket } from 'node:net';
import { visitKinds } from '#lib/reads/read.ts';

/**
 * Sends reading beacons at a pace, in a process of its own: `fork()` it, send it a job, receive its result. It ends with its parent. Plain
 * sockets, many requests in a packet: a generator that builds each request anew would take the core that is measured.
 */
export type BeaconJob = {
  host: string;
  port: number;
  perSecond: number;
  seconds: number;
  /** Stories that are read, in turn. */
  stories: number[];
  /** Every beacon is another reader's, and no round's readers are another's. */
  round: number;
};

export type BeaconResult = {
  sent: number;
  /** Answered with 204. */
  accepted: number;
  /** Seconds from the first beacon to the last answer. */
  seconds: number;
  /** Share of one core that the generator itself used. */
  busy: number;
};

const connections = 32;
const tick = 5;
const patience = 15_000;

process.on('message', (job: BeaconJob) => {
  perform(job).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.stack ?? error.message }),
  );
});
process.on('disconnect', () => process.exit());

async function perform(job: BeaconJob): Promise<BeaconResult> {
  const { host, port, perSecond, seconds } = job;
  const counter = { accepted: 0 };
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(host, port, counter)));
  const usedBefore = process.cpuUsage();
  const began = performance.now();
  const total = perSecond * seconds;
  let sent = 0;
  await new Promise<void>((resolve) => {
    let turn = 0;
    const timer = setInterval(() => {
      // What a late tick left out comes with the next.
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond));
      const share = Math.ceil((due - sent) / connections);
      while (sent < due) {
        let text = '';
        for (let n = 0; n < share && sent < due; n++) text += requestOf(job, sent++);
        sockets[turn++ % connections]?.write(text);
      }
      if (sent < total) return;
      clearInterval(timer);
      resolve();
    }, tick);
  });
  for (const end = performance.now() + patience; counter.accepted < sent && performance.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 5));
  const used = process.cpuUsage(usedBefore);
  const took = (performance.now() - began) / 1000;
  for (const socket of sockets) socket.destroy();
  return { sent, accepted: counter.accepted, seconds: took, busy: (used.user + used.system) / 1e6 / took };
}

const agent =
  'Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

function requestOf({ host, port, stories, round }: BeaconJob, n: number): string {
  const body = `story=${stories[n % stories.length]}&visit=${visitKinds[n % visitKinds.length]}`;
  const address = `10.${round & 255}.${(n >> 8) & 255}.${n & 255}`;
  return (
    `POST /api/read HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: keep-alive\r\nContent-Length: ${body.length}\r\n` +
    `User-Agent: ${agent} ${n >> 16}\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\nAccept: */*\r\n` +
    `Origin: http://${host}:${port}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty\r\n` +
    `Referer: http://${host}:${port}/article/1\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: zh-CN,zh;q=0.9\r\n` +
    `X-Forwarded-For: ${address}\r\n\r\n${body}`
  );
}

function open(host: string, port: number, counter: { accepted: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => resolve(socket));
    socket.once('error', reject);
    let rest = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      const all = rest + text;
      for (let at = all.indexOf(accepted); at >= 0; at = all.indexOf(accepted, at + 1)) counter.accepted += 1;
      // What of a mark has come so far; a whole one was counted.
      rest = all.slice(1 - accepted.length);
    });
  });
}
const accepted = 'HTTP/1.1 204 ';
