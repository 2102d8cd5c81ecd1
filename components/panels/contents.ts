import type { ListItem } from '#lib/content/models.ts';
import { hotTitle, panelTitles } from '#lib/text/labels.ts';

/** What a panel shows, on whatever page it stands. */
export type PanelContent = {
  /** Its name in `/panel/{name}`. */
  name: string;
  kind: 'list' | 'pictures' | 'lead' | 'breaking' | 'ranked';
  title: string;
  /** The whole of what it is taken from; empty: there is no such page. */
  href: string;
  lead: ListItem | null;
  items: ListItem[];
  /** Of 热门: the list of the week; `items` is the day's. */
  week?: ListItem[];
  /** When it changes by itself, in seconds since 1970. */
  until?: number | null;
};

type Led = Pick<PanelContent, 'lead' | 'items' | 'until'>;

export function latestPanel(items: ListItem[]): PanelContent {
  return { name: 'latest', kind: 'list', title: panelTitles.latest, href: '/latest', lead: null, items };
}

export function picturesPanel(items: ListItem[]): PanelContent {
  return { name: 'pictures', kind: 'pictures', title: panelTitles.pictures, href: '/pictures', lead: null, items };
}

export function recommendedPanel(led: Led): PanelContent {
  return { name: 'recommended', kind: 'lead', title: panelTitles.recommended, href: '/', ...led };
}

export function blogsPanel(items: ListItem[]): PanelContent {
  return { name: 'blogs', kind: 'list', title: panelTitles.blogs, href: '/blog', lead: null, items };
}

export function programmesPanel({ lead, items }: Led): PanelContent {
  return { name: 'programmes', kind: 'lead', title: panelTitles.programmes, href: '/podcast', lead, items };
}

/** @param name `hot` on the front page, `hot-short` beside stories. */
export function hotPanel(
  name: 'hot' | 'hot-short',
  { day, week }: { day: ListItem[]; week: ListItem[] },
): PanelContent {
  const title = hotTitle(day.length > 0, week.length > 0);
  return { name, kind: 'ranked', title, href: name === 'hot' ? '' : '/#hot', lead: null, items: day, week };
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
