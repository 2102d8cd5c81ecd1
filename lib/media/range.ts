/** RFC 9110, 14.1.2: one range of bytes; null where all is to be sent. */
export function rangeOf(header: string | undefined, size: number): [from: number, to: number] | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : [Math.max(0, size - Number(last)), size - 1];
  const from = Number(first);
  if (last !== '' && Number(last) < from) return null;
  return from >= size ? 'unsatisfiable' : [from, last === '' ? size - 1 : Math.min(Number(last), size - 1)];
}
