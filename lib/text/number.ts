const decimal = /^[1-9][0-9]{0,15}$/;

/**
 * A whole number from 1 to 9007199254740991 in plain decimal, as ids and page numbers stand in addresses.
 * Anything else (a sign, a leading zero, an exponent, other digits, too large) is null.
 */
export function positiveInteger(text: string): number | null {
  if (!decimal.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

const slugShape = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a part of an address can be a slug at all; what cannot is not worth a query. */
export function isSlug(text: string): boolean {
  return text.length <= 100 && slugShape.test(text);
}

/** File size as readers know it: `812 KB`, `1.2 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Length of sound or film, or a place in it: `1:05`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
