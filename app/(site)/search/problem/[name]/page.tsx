import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { type ProblemText, SearchProblem } from '#components/search/search-problem.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { searchPath } from '#lib/text/search-address.ts';

const { problems } = strings.search;

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  if (!Object.hasOwn(problems, name)) return {};
  const { heading, text } = problems[name as ProblemText];
  return { ...pageMeta({ title: heading, description: text, path: searchPath, index: false }), alternates: undefined };
}

/** Stands in for a search that is not answered; it has no address of its own (`lib/server/searches.ts`). */
export default async function SearchProblemPage({ params }: Props) {
  const { name } = await params;
  if (!Object.hasOwn(problems, name)) notFound();
  return <SearchProblem name={name as ProblemText} />;
}
