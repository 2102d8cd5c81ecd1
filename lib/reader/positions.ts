/** Where a reader left off: a recording's key and seconds into it, the last one first. */
export type Position = readonly [key: string, seconds: number];

/** Reads what was kept; whatever is not as we keep it counts as nothing. */
export function parsePositions(kept: string | null): Position[] {
  try {
    const found: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(found) ? found.filter(isPosition) : [];
  } catch {
    return [];
  }
}

/** Puts a recording first, with at most `limit` kept in all; zero seconds forget it. */
export function withPosition(positions: readonly Position[], key: string, seconds: number, limit = 50): Position[] {
  const others = positions.filter(([other]) => other !== key);
  return seconds > 0 ? [[key, seconds] as const, ...others].slice(0, limit) : others;
}

/** Whether `seconds` are worth returning to: neither the very beginning nor the very end of `duration`. */
export function worthResuming(seconds: number, duration: number): boolean {
  return seconds > 5 && seconds < duration - 10;
}

/** `65` as `1:05`, `3665` as `1:01:05`. */
export function clock(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1]);
}
