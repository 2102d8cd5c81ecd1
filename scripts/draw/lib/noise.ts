/** Seeded randomness and gradient noise. The same seed gives the same picture on every machine. */

export interface Rng {
  (): number;
  range(low: number, high: number): number;
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  gauss(): number;
}

/** mulberry32: 32 bits of state, good enough for pictures. `int` includes both ends. */
export function rng(seed: number): Rng {
  let state = (seed * 2654435761) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Object.assign(next, {
    range: (low: number, high: number) => low + (high - low) * next(),
    int: (low: number, high: number) => Math.floor(low + (high - low + 1) * next()),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
    gauss: () => (next() + next() + next() + next() - 2) * 0.866,
  });
}

/** An integer hash in [0, 1), for per-cell variation that needs no state. */
export function hash2(x: number, y: number, salt = 0): number {
  let h = Math.imul(x | 0, 374761393) + Math.imul(y | 0, 668265263) + Math.imul(salt | 0, 2147483647 - 58);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h ^= h >>> 16;
  return (h >>> 0) / 4294967296;
}

export const clamp = (v: number, low = 0, high = 1): number => (v < low ? low : Math.min(v, high));
export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;
export function smooth(low: number, high: number, v: number): number {
  const t = clamp((v - low) / (high - low));
  return t * t * (3 - 2 * t);
}

export interface Noise {
  /** Gradient noise, about -0.8..0.8. */
  at(x: number, y: number): number;
  /** Sum of octaves, about -1..1. */
  fbm(x: number, y: number, octaves?: number, gain?: number): number;
  /** Sharp crests, 0..1. */
  ridged(x: number, y: number, octaves?: number, gain?: number): number;
}

export function noise(seed: number): Noise {
  const random = rng(seed + 17);
  const perm = new Uint8Array(512);
  for (let i = 0; i < 256; i++) perm[i] = i;
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const t = perm[i] as number;
    perm[i] = perm[j] as number;
    perm[j] = t;
  }
  for (let i = 0; i < 256; i++) perm[256 + i] = perm[i] as number;
  const gx = new Float64Array(256);
  const gy = new Float64Array(256);
  for (let i = 0; i < 256; i++) {
    const a = (i / 256) * Math.PI * 2;
    gx[i] = Math.cos(a);
    gy[i] = Math.sin(a);
  }
  const at = (x: number, y: number): number => {
    const xf = Math.floor(x);
    const yf = Math.floor(y);
    const dx = x - xf;
    const dy = y - yf;
    const xi = xf & 255;
    const yi = yf & 255;
    const p0 = perm[xi] as number;
    const p1 = perm[xi + 1] as number;
    const a = perm[p0 + yi] as number;
    const b = perm[p1 + yi] as number;
    const c = perm[p0 + yi + 1] as number;
    const d = perm[p1 + yi + 1] as number;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const na = (gx[a] as number) * dx + (gy[a] as number) * dy;
    const nb = (gx[b] as number) * (dx - 1) + (gy[b] as number) * dy;
    const nc = (gx[c] as number) * dx + (gy[c] as number) * (dy - 1);
    const nd = (gx[d] as number) * (dx - 1) + (gy[d] as number) * (dy - 1);
    const top = na + (nb - na) * u;
    const bottom = nc + (nd - nc) * u;
    return top + (bottom - top) * v;
  };
  const fbm = (x: number, y: number, octaves = 5, gain = 0.5): number => {
    let sum = 0;
    let amp = 1;
    for (let o = 0; o < octaves; o++) {
      sum += at(x, y) * amp;
      amp *= gain;
      const nx = 1.62 * x + 1.18 * y + 13.7;
      y = -1.18 * x + 1.62 * y + 5.3;
      x = nx;
    }
    return sum;
  };
  const ridged = (x: number, y: number, octaves = 5, gain = 0.5): number => {
    let sum = 0;
    let amp = 0.5;
    let weight = 1;
    for (let o = 0; o < octaves; o++) {
      let n = 1 - Math.abs(at(x, y)) * 1.6;
      n = n > 0 ? n * n : 0;
      sum += n * amp * weight;
      weight = Math.min(n, 1);
      amp *= gain;
      const nx = 1.62 * x + 1.18 * y + 3.1;
      y = -1.18 * x + 1.62 * y + 9.2;
      x = nx;
    }
    return sum;
  };
  return { at, fbm, ridged };
}
