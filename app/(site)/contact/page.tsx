import { StandingPage } from '#components/standing/standing-page.tsx';
import { contactText, standing } from '#components/standing/texts.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';

const text = standing.contact;

export const metadata = pageMeta({ title: text.title, description: text.description, path: '/contact' });

/** 联系我们 */
export default async function ContactPage() {
  const contact = await content.contact();
  return <StandingPage text={contactText(contact)} href="/contact" contact={contact} />;
}
