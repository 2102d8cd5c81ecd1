import { type SearchTerm, topicsNamed } from '#db/queries/search.ts';
import type { SectionNode } from '#lib/content/models.ts';
import { gramsOf } from './fold.ts';
import type { Term } from './query.ts';

/** A word may be in the names of so many topics. */
const topicsOfTerm = 200;

/** A word with the topics that have it in their names: their stories have it too. */
export async function withTopics({ variants }: Term): Promise<SearchTerm> {
  const index = variants.map((variant) => `(${gramsOf(variant).join(' & ')})`).join(' | ');
  return { variants, topics: await topicsNamed(variants, index, topicsOfTerm) };
}

/** A section and everything below it. */
export function branch(node: SectionNode): number[] {
  return [node.id, ...node.children.flatMap(branch)];
}
