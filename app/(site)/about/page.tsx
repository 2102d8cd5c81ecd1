import { StandingPage } from '#components/standing/standing-page.tsx';
import { standing } from '#components/standing/texts.ts';
import { pageMeta } from '#components/ui/page-meta.ts';

const text = standing.about;

export const metadata = pageMeta({ title: text.title, description: text.description, path: '/about' });

export default function AboutPage() {
  return <StandingPage text={text} />;
}
