import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Memory of a process in bytes: what it holds now, and the most that it ever held. */
export type Memory = { resident: number; peak: number };

/** Reads `/proc/<pid>/status` (proc(5)); Linux only. */
export async function memoryOf(pid: number): Promise<Memory> {
  return parseStatus(await readFile(`/proc/${pid}/status`, 'utf8'));
}

export function parseStatus(status: string): Memory {
  const field = (name: string) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
    if (!found) throw new Error(`No ${name} in the status of the process.`);
    return Number(found[1]) * 1024;
  };
  return { resident: field('VmRSS'), peak: field('VmHWM') };
}

/** Processor time that a process has used with all its threads, in seconds (`/proc/<pid>/stat`, in ticks of 10 ms). */
export async function processorTimeOf(pid: number): Promise<number> {
  return parseProcessorTime(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** Milliseconds that the main thread of a process has run for (`/proc/<pid>/schedstat`, exact to nanoseconds); 0 where it has ended. */
export function ranFor(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return 0;
  }
}

export function parseProcessorTime(stat: string): number {
  // The second field is the program's name in brackets, and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
