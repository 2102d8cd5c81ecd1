import { StandingPage } from '#components/standing/standing-page.tsx';
import { standing } from '#components/standing/texts.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';

const text = standing.about;

export const metadata = pageMeta({ title: text.title, description: text.description, path: '/about' });

/** 关于我们 */
export default async function AboutPage() {
  return <StandingPage text={text} href="/about" contact={await content.contact()} />;
}
