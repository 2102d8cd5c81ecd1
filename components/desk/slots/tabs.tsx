import Link from 'next/link';
import type { SlotPlace } from './models.ts';
import { slots as words } from './strings.ts';

export type SlotTab = { slot: SlotPlace; name: string };

type Props = { current: SlotPlace; tabs: readonly SlotTab[]; sections: readonly SlotTab[] };

/** Every slot that one may arrange: those that there is one of, and the leads of sections. */
export function SlotTabs({ current, tabs, sections }: Props) {
  const inSection = sections.some(({ slot }) => slot === current);
  return (
    <nav aria-label={words.choose}>
      <Tabs current={current} tabs={tabs} />
      {sections.length > 0 && (
        <details className="slot-sections" open={inSection}>
          <summary>{words.sections}</summary>
          <Tabs current={current} tabs={sections} />
        </details>
      )}
    </nav>
  );
}

function Tabs({ current, tabs }: Pick<Props, 'current' | 'tabs'>) {
  return (
    <ul className="slot-tabs">
      {tabs.map(({ slot, name }) => (
        <li key={slot}>
          <Link href={`/desk/slots?slot=${slot}`} prefetch={false} aria-current={slot === current ? 'page' : undefined}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
