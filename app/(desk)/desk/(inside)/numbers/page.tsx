import type { Metadata } from 'next';
import { NumbersFilters, NumbersNow, NumbersOfRange } from '#components/desk/numbers/numbers.tsx';
import { numberWords as words } from '#components/desk/numbers/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { numbersModel, numbersWanted } from '../../../numbers-model.ts';

export const metadata: Metadata = { title: words.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What is read: now, by hour and day, by story, section and source of visit. For everybody of the desk. */
export default async function NumbersPage({ searchParams }: Props) {
  await requireActor();
  const { wanted, sections, sectionId } = await numbersWanted(await searchParams);
  const { present, range } = await numbersModel(wanted, sectionId, new Date());
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      <NumbersFilters key={wanted.section} wanted={wanted} sections={sections} />
      <div className="numbers">
        <NumbersOfRange {...range}>
          <NumbersNow {...present} />
        </NumbersOfRange>
      </div>
    </>
  );
}
