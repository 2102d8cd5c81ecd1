import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import type { ContactModel } from '#lib/content/models.ts';
import { standingGraph } from '#lib/seo/lists.ts';
import type { StandingText } from './texts.ts';

const { footer } = strings;

const pages = [
  { name: footer.about, href: '/about' },
  { name: footer.contact, href: '/contact' },
  { name: footer.copyright, href: '/copyright' },
  { name: footer.accessibility, href: '/accessibility' },
  { name: footer.corrections, href: '/corrections' },
];

type Props = {
  text: StandingText;
  href: string;
  /** For the pages that say how the publisher is reached. */
  contact?: ContactModel;
};

/** A page that stands: what the site says of itself, and its sister pages. */
export function StandingPage({ text: { title, description, sections }, href, contact }: Props) {
  return (
    <div className="page standing">
      <JsonLd nodes={standingGraph({ href, name: title, description, here: title }, contact)} />
      <Breadcrumb trail={[]} current={title} />
      <nav className="chips" aria-label={footer.label}>
        {pages.map(({ name, href }) => (
          <a key={href} href={href} aria-current={name === title ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <article>
        <h1>{title}</h1>
        {sections.map(({ heading, paragraphs, list }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            {list && (
              <ul>
                {list.map(({ text, href }) => (
                  <li key={text}>{href ? <a href={href}>{text}</a> : text}</li>
                ))}
              </ul>
            )}
          </section>
        ))}
      </article>
    </div>
  );
}
