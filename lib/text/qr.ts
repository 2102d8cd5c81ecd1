import { encode } from 'uqr';

/** A QR code as one path of horizontal strokes on a square of `size`. Level L: it is read from a screen. */
export function qrPath(data: string): { size: number; path: string } {
  const { size, data: rows } = encode(data, { ecc: 'L', boostEcc: true, border: 2 });
  return { size, path: strokes(rows) };
}

/** Every run of dark modules as `h`, with relative moves between them, so that the path stays short. */
export function strokes(rows: boolean[][]): string {
  let path = '';
  let x = 0;
  let y = 0;
  rows.forEach((row, line) => {
    for (let start = row.indexOf(true); start !== -1; start = row.indexOf(true, x)) {
      const end = row.indexOf(false, start);
      const length = (end === -1 ? row.length : end) - start;
      path += path === '' ? `M${start} ${line + 0.5}` : `m${start - x} ${line - y}`;
      path += `h${length}`;
      x = start + length;
      y = line;
    }
  });
  return path;
}
