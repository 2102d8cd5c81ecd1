import { choose, preference } from '#lib/reader/preferences.ts';

/** Light or dark, as on the site: one choice for both. */
export function toggleTheme(): void {
  choose('theme', preference('theme') === 'dark' ? 'light' : 'dark');
}
