/** Colours are sRGB triples in 0..1; ramps are interpolated in OKLab so that skies do not go grey in the middle. */
import { clamp } from './noise.ts';

export type Rgb = [number, number, number];

const cache = new Map<string, Rgb>();
export function hex(text: string): Rgb {
  const known = cache.get(text);
  if (known) return known;
  const n = Number.parseInt(text.slice(1), 16);
  const rgb: Rgb = [((n >> 16) & 255) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255];
  cache.set(text, rgb);
  return rgb;
}
export const toHex = (c: readonly number[]): string =>
  `#${c
    .slice(0, 3)
    .map((v) =>
      Math.round(clamp(v) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

export const toLinear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
export const toGamma = (v: number): number => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

function toLab(c: Rgb): Rgb {
  const r = toLinear(c[0]);
  const g = toLinear(c[1]);
  const b = toLinear(c[2]);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
function fromLab(c: Rgb): Rgb {
  const l = (c[0] + 0.3963377774 * c[1] + 0.2158037573 * c[2]) ** 3;
  const m = (c[0] - 0.1055613458 * c[1] - 0.0638541728 * c[2]) ** 3;
  const s = (c[0] - 0.0894841775 * c[1] - 1.291485548 * c[2]) ** 3;
  return [
    clamp(toGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
    clamp(toGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
    clamp(toGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)),
  ];
}

export type Stop = readonly [number, string];
/** A ramp over 0..1 with 1,024 entries and linear reading between them. */
export function ramp(stops: readonly Stop[]): (t: number) => Rgb {
  const size = 1024;
  const table: Rgb[] = [];
  const labs = stops.map(([at, colour]) => [at, toLab(hex(colour))] as const);
  for (let i = 0; i < size; i++) {
    const t = i / (size - 1);
    let k = 0;
    while (k < labs.length - 2 && t > (labs[k + 1] as readonly [number, Rgb])[0]) k++;
    const [t0, a] = labs[k] as readonly [number, Rgb];
    const [t1, b] = (labs[k + 1] ?? labs[k]) as readonly [number, Rgb];
    const f = t1 === t0 ? 0 : clamp((t - t0) / (t1 - t0));
    const s = f * f * (3 - 2 * f) * 0.4 + f * 0.6;
    table.push(fromLab([a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s, a[2] + (b[2] - a[2]) * s]));
  }
  return (t) => {
    const p = clamp(t) * (size - 1);
    const i = Math.min(size - 2, Math.floor(p));
    const f = p - i;
    const a = table[i] as Rgb;
    const b = table[i + 1] as Rgb;
    return [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f, a[2] + (b[2] - a[2]) * f];
  };
}
export const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
export const scale = (a: Rgb, k: number): Rgb => [a[0] * k, a[1] * k, a[2] * k];
export const mixHex = (a: string, b: string, t: number): string => toHex(mix(hex(a), hex(b), t));
