import type { ListItem } from '#lib/content/models.ts';
import { panelTitles } from '#lib/text/labels.ts';

/** What a panel shows, on whatever page it stands. */
export type PanelContent = {
  /** Its name in `/panel/{name}`. */
  name: string;
  kind: 'list' | 'pictures' | 'lead';
  title: string;
  /** The whole of what it is taken from. */
  href: string;
  lead: ListItem | null;
  items: ListItem[];
};

type Led = { lead: ListItem | null; items: ListItem[] };

export function latestPanel(items: ListItem[]): PanelContent {
  return { name: 'latest', kind: 'list', title: panelTitles.latest, href: '/latest', lead: null, items };
}

export function picturesPanel(items: ListItem[]): PanelContent {
  return { name: 'pictures', kind: 'pictures', title: panelTitles.pictures, href: '/pictures', lead: null, items };
}

export function recommendedPanel({ lead, items }: Led): PanelContent {
  return { name: 'recommended', kind: 'lead', title: panelTitles.recommended, href: '/', lead, items };
}

export function blogsPanel(items: ListItem[]): PanelContent {
  return { name: 'blogs', kind: 'list', title: panelTitles.blogs, href: '/blog', lead: null, items };
}

export function programmesPanel({ lead, items }: Led): PanelContent {
  return { name: 'programmes', kind: 'lead', title: panelTitles.programmes, href: '/podcast', lead, items };
}

export function sectionPanel(slug: string, section: { name: string; href: string; items: ListItem[] }): PanelContent {
  return {
    name: `section-${slug}`,
    kind: 'list',
    title: section.name,
    href: section.href,
    lead: null,
    items: section.items,
  };
}
