import type { Graph, Thing } from 'schema-dts';
import { site } from '#site.config.ts';
import { oneLine } from './text.ts';

/** Nodes of a page's graph. What one names by `@id` alone stands beside it. */
export type Nodes = readonly Exclude<Thing, string>[];

/** An address of the site as machines take it: absolute, on the origin of the configuration. */
export function absolute(href: string): string {
  return new URL(href, site.origin).href;
}

/** What a node is called within the graph of its page, and in those of other pages. */
export const ids = {
  site: absolute('/#site'),
  publisher: absolute('/#publisher'),
  /** A part of what stands at an address: `story`, `trail`, `person` … */
  of: (href: string, part: string): string => `${absolute(href)}#${part}`,
} as const;

/** A node that stands beside, by its name. */
export function ref(id: string): { '@id': string } {
  return { '@id': id };
}

/**
 * The graph as the text of a `<script type="application/ld+json">`. `<` is escaped, so that no text can end the script or
 * open a comment in it.
 */
export function graphText(nodes: Nodes): string {
  const graph: Graph = { '@context': 'https://schema.org', '@graph': nodes };
  return scriptText(graph);
}

/** JSON as a script's text. */
export function scriptText(data: object): string {
  const text = JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? oneLine(value) : value));
  return text.replaceAll('<', '\\u003c');
}
