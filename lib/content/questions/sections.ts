import { allSections } from '#db/queries/sections.ts';
import { tags } from '#lib/cache/tags.ts';
import type { LinkModel, SectionNode } from '../models.ts';
import type { Answer } from './answer.ts';

/** The whole section tree, in display order. */
export async function sectionTree(): Promise<Answer<SectionNode[]>> {
  const rows = await allSections();
  const nodes = new Map<number, SectionNode>(
    rows.map(({ id, slug, name, description }) => [
      id,
      { id, slug, name, href: `/section/${slug}`, description, children: [] },
    ]),
  );
  const roots: SectionNode[] = [];
  for (const row of rows) {
    const node = nodes.get(row.id);
    if (!node) continue;
    const siblings = row.parentId === null ? roots : nodes.get(row.parentId)?.children;
    siblings?.push(node);
  }
  return { value: roots, tags: [tags.sections] };
}

type Place = { node: SectionNode; parent: SectionNode | null };

/** The section tree, ready to be asked by id or slug. */
export class Sections {
  private readonly byId = new Map<number, Place>();
  private readonly bySlug = new Map<string, Place>();
  private readonly roots: readonly SectionNode[];

  constructor(roots: readonly SectionNode[]) {
    this.roots = roots;
    const add = (node: SectionNode, parent: SectionNode | null) => {
      const place = { node, parent };
      this.byId.set(node.id, place);
      this.bySlug.set(node.slug, place);
      for (const child of node.children) add(child, node);
    };
    for (const root of roots) add(root, null);
  }

  withSlug(slug: string): SectionNode | null {
    return this.bySlug.get(slug)?.node ?? null;
  }

  withId(id: number): SectionNode | null {
    return this.byId.get(id)?.node ?? null;
  }

  /** Name and address. A section that was made after the tree was read is drawn as the news as a whole. */
  link(id: number): LinkModel & { slug: string } {
    const node = this.withId(id);
    return node ? { ...linkTo(node), slug: node.slug } : { name: '新闻', href: '/latest', slug: '' };
  }

  /** From the root to the section itself. */
  trail(id: number): LinkModel[] {
    const trail: LinkModel[] = [];
    for (let place = this.byId.get(id); place; place = place.parent ? this.byId.get(place.parent.id) : undefined) {
      trail.unshift(linkTo(place.node));
    }
    return trail;
  }

  /** Every section on the same level below the same parent, in order, the section itself among them. */
  level(id: number): LinkModel[] {
    const place = this.byId.get(id);
    return (place?.parent ? place.parent.children : place ? this.roots : []).map(linkTo);
  }
}

/** Name and address alone. */
export function linkTo({ name, href }: LinkModel): LinkModel {
  return { name, href };
}
