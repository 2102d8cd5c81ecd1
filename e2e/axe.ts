import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What a page shows in two colour schemes is the same markup: these alone can be broken by one of them. */
export const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe objects to on a page as it stands, a line each: everything in light, then what colours can break in dark.
 * Afterwards it is as the browser would show it by itself.
 * @param include only in these parts. @param exclude not in this one.
 */
export async function objections(page: Page, include: string[] = [], exclude?: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Colours on their way from one scheme to the other are those of neither.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    if (colorScheme === 'dark') axe.withRules(ofColours);
    for (const part of include) axe.include(part);
    if (exclude) axe.exclude(exclude);
    const { violations } = await axe.analyze();
    found.push(
      ...violations.map(
        ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
      ),
    );
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}
