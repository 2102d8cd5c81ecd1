import type { SectionNode } from '#lib/content/models.ts';

/** The sections that `site.config.ts` names for the main navigation, in its order; one that is not there is left out. */
export function navigationGroups(tree: SectionNode[], slugs: readonly string[]): SectionNode[] {
  const all = new Map(flatten(tree).map((node) => [node.slug, node]));
  return slugs.flatMap((slug) => all.get(slug) ?? []);
}

function flatten(nodes: SectionNode[]): SectionNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children)]);
}
