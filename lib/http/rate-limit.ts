type Bucket = { tokens: number; at: number };

export type RateLimit = {
  /** Takes one token. @returns 0 where there was one, else the whole seconds until there will be. */
  take(key: string): number;
};

/**
 * A token bucket a caller, in memory: `perMinute` at once, filled again evenly over a minute. At most `maxKeys` callers are remembered;
 * the one that was seen longest ago is forgotten first, and by then its bucket is usually full.
 * @param now milliseconds of any steady clock.
 */
export function rateLimit(
  perMinute: number,
  { maxKeys = 10_000, now = Date.now }: { maxKeys?: number; now?: () => number } = {},
): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take(key) {
      const at = now();
      const known = buckets.get(key);
      const tokens = known ? Math.min(perMinute, known.tokens + ((at - known.at) / 60_000) * perMinute) : perMinute;
      const granted = tokens >= 1;
      // Set anew, so that the map's order is the order of last use.
      buckets.delete(key);
      buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at });
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value as string);
      return granted ? 0 : Math.max(1, Math.ceil(((1 - tokens) / perMinute) * 60));
    },
  };
}
