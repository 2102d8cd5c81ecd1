import { StandingPage } from '#components/standing/standing-page.tsx';
import { standing } from '#components/standing/texts.ts';
import { pageMeta } from '#components/ui/page-meta.ts';

const text = standing.copyright;

export const metadata = pageMeta({ title: text.title, description: text.description, path: '/copyright' });

export default function CopyrightPage() {
  return <StandingPage text={text} href="/copyright" />;
}
