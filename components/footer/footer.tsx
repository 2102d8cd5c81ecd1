import { strings } from '#components/strings.ts';
import type { ContactModel } from '#lib/content/models.ts';
import { site } from '#site.config.ts';

const text = strings.footer;

const links = [
  { name: text.about, href: '/about' },
  { name: text.contact, href: '/contact' },
  { name: text.copyright, href: '/copyright' },
  { name: text.accessibility, href: '/accessibility' },
  { name: text.corrections, href: '/corrections' },
  { name: strings.nav.archive, href: '/latest' },
];

/** What a news site in China must say of itself, and the way to its standing pages. */
export function Footer({ contact }: { contact: ContactModel }) {
  const { publisher, licences } = site;
  return (
    <footer className="foot">
      <div className="page">
        <ul className="foot-links">
          {links.map(({ name, href }) => (
            <li key={name}>
              <a href={href}>{name}</a>
            </li>
          ))}
        </ul>
        <ul className="foot-legal">
          <li>{`${text.licence}　${text.holder}：${licences.news.holder}　${text.number}：${licences.news.number}　${text.category}：${licences.news.category}`}</li>
          <li>
            <a href={licences.icp.url}>{licences.icp.number}</a>
            <a href={licences.police.url}>{licences.police.number}</a>
          </li>
          <li>
            <a href={`tel:${contact.phone}`}>{`${contact.wording}${text.phone}：${contact.phone}`}</a>
            <a href={`mailto:${contact.email}`}>{`${text.reportMail}：${contact.email}`}</a>
          </li>
          <li>
            <a href={text.centreHref}>{text.centre}</a>
          </li>
          <li>{`${text.rights(publisher.founded, publisher.name)}　${text.terms}`}</li>
        </ul>
      </div>
    </footer>
  );
}
