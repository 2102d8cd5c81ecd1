import type { ReactNode } from 'react';
import { navigation } from '#components/desk/navigation.ts';
import { Shell } from '#components/desk/shell.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { sectionChoices, sectionsInWords } from '#lib/auth/sections.ts';
import { roleNames } from '#lib/newsroom/actor.ts';
import { may } from '#lib/newsroom/rights.ts';
import { site } from '#site.config.ts';
import { signOut } from '../sign-in/actions.ts';

/** Around every room. A room asks for its right itself: a layout is not drawn anew from room to room. */
export default async function InsideLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const sections = actor.sectionIds ? await sectionChoices() : [];
  const rooms = navigation
    .filter(({ rights }) => rights === null || may(actor, rights).ok)
    .map(({ href, label, words }) => ({ href, label, words }));
  const who = {
    name: actor.name,
    role: roleNames[actor.role],
    sections: sectionsInWords(actor.sectionIds, sections, desk.people.allSections),
  };
  return (
    <Shell site={site.name} who={who} rooms={rooms} signOut={signOut}>
      {children}
    </Shell>
  );
}
