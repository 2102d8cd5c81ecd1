import { cache } from 'react';
import { requireActor } from '#lib/auth/current.ts';
import { openStory } from '#lib/newsroom/writing.ts';
import { positiveInteger } from '#lib/text/number.ts';

/** The story of an address, for whoever is signed in: asked once for a page and for its title. */
export const openedStory = cache(async (id: string) => openStory(await requireActor(), positiveInteger(id) ?? 0));

/** What the browser's tab says: with several stories open, which one this is. */
export async function tabTitle(id: string, unnamed: string): Promise<string> {
  const opened = await openedStory(id);
  return (opened.ok && opened.content.title.trim()) || unnamed;
}
