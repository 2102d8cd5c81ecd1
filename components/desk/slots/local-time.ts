import { timeModel } from '#lib/text/time.ts';

/** An instant as `<input type="datetime-local">` has it, in Asia/Shanghai. */
export function localOf(iso: string | null): string {
  return iso === null ? '' : timeModel(new Date(iso)).iso.slice(0, 16);
}

/** What somebody chose there as an instant; null for nothing, and for what is not yet a time. */
export function instantOf(local: string): string | null {
  const at = new Date(`${local}:00+08:00`);
  return local === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
