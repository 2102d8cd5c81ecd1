/**
 * Dominant colour and focal point as classes, because the content security policy allows no style attribute.
 * The classes themselves are in `app/styles/base.css`.
 */

/** Hues at which one sector ends and the next begins, in degrees: red, ochre, green, blue, purple. */
const sectors = [22, 70, 175, 265, 345];

/** The nearest of 24 tones to `#rrggbb`: 0-3 greys from dark to light, then four of each of five hues. */
export function toneClass(color: string): string {
  const value = Number.parseInt(color.slice(1), 16);
  const [r, g, b] = [value >> 16, (value >> 8) & 255, value & 255].map((part) => part / 255) as [
    number,
    number,
    number,
  ];
  const max = Math.max(r, g, b);
  const range = max - Math.min(r, g, b);
  const lightness = max - range / 2;
  const step = Math.min(3, Math.floor(lightness * 4));
  const saturation = range === 0 ? 0 : range / (1 - Math.abs(2 * lightness - 1));
  if (saturation < 0.1) return `tone-${step}`;
  const sixth = max === r ? (g - b) / range : max === g ? (b - r) / range + 2 : (r - g) / range + 4;
  const hue = (sixth * 60 + 360) % 360;
  const sector = Math.max(
    0,
    sectors.findIndex((end) => hue < end),
  );
  return `tone-${4 + sector * 4 + step}`;
}

/** The nearest of nine places to `50% 40%`; nothing for the middle, which needs no class. */
export function focalClass(focal: string): string | null {
  const [x = 50, y = 50] = focal.split(' ').map(Number.parseFloat);
  const place = third(y, 't', 'b') + third(x, 'l', 'r');
  return place === '' ? null : `focal-${place}`;
}

function third(percent: number, low: string, high: string): string {
  if (percent < 36) return low;
  return percent > 64 ? high : '';
}
