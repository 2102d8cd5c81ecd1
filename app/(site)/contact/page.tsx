import { StandingPage } from '#components/standing/standing-page.tsx';
import { standing } from '#components/standing/texts.ts';
import { pageMeta } from '#components/ui/page-meta.ts';

const text = standing.contact;

export const metadata = pageMeta({ title: text.title, description: text.description, path: '/contact' });

export default function ContactPage() {
  return <StandingPage text={text} />;
}
