import { type Database, madeFor, readFrom } from '../client.ts';

/**
 * Makes a query once a connection and keeps it: its SQL is then put together once, and PostgreSQL keeps its plan.
 * `variant` tells apart queries of one maker whose text differs (a list's kind, a number of rows).
 */
export function prepared<Variant extends string | number, Query>(
  make: (variant: Variant) => Query,
): (variant: Variant) => Query {
  const made = new WeakMap<object, Map<Variant, Query>>();
  return (variant) => {
    const source: Database = readFrom();
    const variants = made.get(source) ?? new Map<Variant, Query>();
    made.set(source, variants);
    const query = variants.get(variant) ?? madeFor(source, () => make(variant));
    variants.set(variant, query);
    return query;
  };
}

/** Ids as PostgreSQL writes an array, for a parameter that is cast to `bigint[]`. */
export function idArray(ids: readonly number[]): string {
  return `{${ids.map((id) => Math.trunc(id)).join(',')}}`;
}
