import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SlotRoom } from '#components/desk/slots/slot-room.client.tsx';
import { slotLeads, slots as words } from '#components/desk/slots/strings.ts';
import { SlotTabs } from '#components/desk/slots/tabs.tsx';
import { slotColumns } from '#db/schema/enums.ts';
import { requireRight } from '#lib/auth/current.ts';
import * as actions from './actions.ts';
import { previewOf, standingOf, tabsFor } from './room.ts';

export const metadata: Metadata = { title: words.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What editors put on the front page, into sections and beside stories, one slot at a time. */
export default async function SlotsPage({ searchParams }: Props) {
  const [actor, { slot }] = await Promise.all([requireRight('arrange-slots'), searchParams]);
  const { tabs, sections } = await tabsFor(actor);
  const tab = [...tabs, ...sections].find((each) => each.slot === slot) ?? tabs[0];
  const standing = tab && (await standingOf(actor, tab.slot));
  const preview = standing && (await previewOf(actor, tab.slot, standing.items, null));
  if (!tab || !standing || !preview) notFound();
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <SlotTabs current={tab.slot} tabs={tabs} sections={sections} />
        <p>{slotLeads[slotColumns(tab.slot).slot]}</p>
      </header>
      <SlotRoom
        key={tab.slot}
        slot={tab.slot}
        name={tab.name}
        me={actor.name}
        standing={standing}
        preview={preview}
        port={{ ...actions }}
      />
    </>
  );
}
