import { StandingPage } from '#components/standing/standing-page.tsx';
import { standing } from '#components/standing/texts.ts';
import { pageMeta } from '#components/ui/page-meta.ts';

const text = standing.accessibility;

export const metadata = pageMeta({ title: text.title, description: text.description, path: '/accessibility' });

export default function AccessibilityPage() {
  return <StandingPage text={text} href="/accessibility" />;
}
