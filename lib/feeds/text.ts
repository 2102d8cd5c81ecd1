import { possible } from '../text/xml.ts';

/** Keeps the generator from taking a written-out `&apos;` for an escaped apostrophe; it cannot stand in a text itself. */
const guard = '\u{FFFE}';

/** A title, name or summary as one line. */
export function line(text: string): string {
  return possible(text)
    .replace(/[\t\n\r]+/g, ' ')
    .replaceAll('&apos;', `&${guard}apos;`);
}

/**
 * The XML of a feed as it is sent. The generator sets CDATA on lines of their own, as if the breaks were part of the text,
 * and writes `no` where Apple and PSP-1 ask for `false`. None of what is looked for can stand in a text: `line` has taken
 * line breaks out of plain ones, and HTML is escaped.
 */
export function finished(xml: string): string {
  return xml
    .replace(/>\n +<!\[CDATA\[/g, '><![CDATA[')
    .replace(/\]\]>\n +<\//g, ']]></')
    .replace(/^( +<itunes:explicit>)(no|yes)</gm, (_, start, word) => `${start}${word === 'yes'}<`)
    .replaceAll(guard, '');
}
