import { setImmediate } from 'node:timers/promises';
import { qrPath } from '../text/qr.ts';
import { hansPath, hantPath, variants } from '../text/variants.ts';
import { type Convert, convertible } from './convert.ts';

export type Conversion = {
  convert: Convert;
  /** Public origin without a final slash: links that begin with it are links of the site. */
  origin: string;
  /** Whether there is a page in both scripts at a path. */
  isReading: (path: string) => boolean;
};

/** After so long the others have their turn, in milliseconds. */
const turn = 4;

/** Scripts and style sheets whole, comments, tags, and the text between them. */
const tokens =
  /<(script|style)\b[^>]*>[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<\/?[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</g;
const attributes = /(\s([a-zA-Z][\w:-]*)=)(?:"([^"]*)"|'([^']*)')/g;
/** Attributes that people read or hear. */
const human = new Set([
  ...['alt', 'title', 'label', 'abbr', 'download', 'placeholder', 'content', 'data-title'],
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder'],
]);
const telling =
  /\s(?:lang|href|action|content|alt|title|label|abbr|download|placeholder|class="qr|data-(?:href|url|title)|aria-)/;
const addresses = new Set(['href', 'action', 'data-href', 'data-url']);
/** Tags within which a word goes on. */
const within = /^<\/?(?:wbr|b|strong|i|em|u|s|mark)\b/i;
const simplified = /^zh(?:-(?:CN|SG|Hans)\b.*)?$/i;

/**
 * The document in traditional characters: its words (text, the attributes that people meet, what structured data says), its
 * language, and its links to the site’s pages. Everything else stays as it is, byte for byte.
 *
 * A document in another script than simplified Chinese, and every element in one, is left alone.
 */
export async function toTraditional(html: string, conversion: Conversion): Promise<string> {
  const language = /<html\b[^>]*\blang="([^"]*)"/i.exec(html)?.[1];
  if (language !== undefined && !simplified.test(language)) return html;
  const out: string[] = [];
  /** Places in `out` of the pieces of one run of words. */
  const run: number[] = [];
  let foreign: { name: string; depth: number } | null = null;
  let shared = '';
  let code: ReturnType<typeof qrPath> | null = null;
  let began = performance.now();

  const finishRun = () => {
    convertRun(out, run, conversion.convert);
    run.length = 0;
  };

  for (const [token, raw] of html.matchAll(tokens)) {
    if (!token.startsWith('<')) {
      if (!foreign) run.push(out.length);
      out.push(token);
      continue;
    }
    if (!within.test(token)) finishRun();
    if (performance.now() - began > turn) {
      await setImmediate();
      began = performance.now();
    }
    if (foreign) {
      const [, slash = '', name = ''] = /^<(\/?)([a-zA-Z][\w-]*)/.exec(token) ?? [];
      if (name === foreign.name) foreign.depth += slash ? -1 : 1;
      if (foreign.depth === 0) foreign = null;
      out.push(token);
      continue;
    }
    if (raw === 'script') {
      out.push(scriptOf(token, conversion));
      continue;
    }
    // Most tags end an element, or say nothing that is looked for.
    if (raw || !(code || telling.test(token))) {
      out.push(token);
      continue;
    }
    const [, name = ''] = /^<([a-zA-Z][\w-]*)/.exec(token) ?? [];
    const own = /\slang="([^"]*)"/i.exec(token)?.[1];
    if (own !== undefined && !simplified.test(own)) {
      if (!/^(?:link|meta|img|br|hr|wbr|input|source|track)$/i.test(name) && !token.endsWith('/>'))
        foreign = { name, depth: 1 };
      out.push(token);
      continue;
    }
    // The share code says the page’s address in its own way.
    if (name === 'ws-share') shared = linkOf(/\sdata-url="([^"]*)"/.exec(token)?.[1] ?? '', conversion);
    if (name === 'svg' && shared && /\sclass="qr"/.test(token)) code = qrPath(shared);
    const drawn = code;
    if (drawn && name === 'path') code = null;
    out.push(
      drawn && name === 'path'
        ? token.replace(/\sd="[^"]*"/, ` d="${drawn.path}"`)
        : tagOf(
            drawn ? token.replace(/\sviewBox="[^"]*"/, ` viewBox="0 0 ${drawn.size} ${drawn.size}"`) : token,
            name,
            conversion,
          ),
    );
  }
  finishRun();
  return out.join('').replace(switchLink, (_, before: string, address: string, after: string) => {
    const link = before + hansPath(address) + after;
    return link.replaceAll(variants.hant.lang, variants.hans.lang).replace(variants.hant.label, variants.hans.label);
  });
}

/** The masthead’s link to the other script (`components/masthead/tools.tsx`). */
const switchLink = new RegExp(
  `(<a href=")(/hant[^"]*)(" hreflang="${variants.hant.lang}" lang="${variants.hant.lang}"[^>]*>${variants.hant.label}</a>)`,
  'gi',
);

/** Converts words that stand in several pieces (a title with places to break it) as the one text that they are. */
function convertRun(out: string[], run: readonly number[], convert: Convert): void {
  const pieces = run.map((place) => out[place] as string);
  if (!pieces.some((piece) => convertible.test(piece))) return;
  const whole = convert(pieces.join(''));
  const asOne = whole.length === pieces.reduce((sum, piece) => sum + piece.length, 0);
  let from = 0;
  for (const [index, place] of run.entries()) {
    const piece = pieces[index] as string;
    out[place] = asOne ? whole.slice(from, from + piece.length) : convert(piece);
    from += piece.length;
  }
}

function tagOf(tag: string, name: string, conversion: Conversion): string {
  if (name === 'link' && /\shreflang=/i.test(tag)) return tag;
  const property = name === 'meta' ? /\s(?:property|name)="([^"]*)"/i.exec(tag)?.[1] : undefined;
  if (property === 'og:locale' || property === 'og:locale:alternate') return otherLocale(tag);
  return tag.replace(attributes, (whole, start: string, attribute: string, double?: string, single?: string) => {
    const value = double ?? single ?? '';
    const key = attribute.toLowerCase();
    const quote = double === undefined ? "'" : '"';
    if (key === 'lang') return `${start}${quote}${variants.hant.lang}${quote}`;
    if (addresses.has(key) || (key === 'content' && /(?:^|:)url$/.test(property ?? '')))
      return start + quote + linkOf(value, conversion) + quote;
    return human.has(key) && convertible.test(value) ? start + quote + conversion.convert(value) + quote : whole;
  });
}

function otherLocale(tag: string): string {
  const { hans, hant } = variants;
  return tag.replace(new RegExp(`${hans.locale}|${hant.locale}`, 'g'), (locale) =>
    locale === hans.locale ? hant.locale : hans.locale,
  );
}

/** A link to a page of the site leads to the page in traditional characters; any other link stays. */
function linkOf(address: string, { origin, isReading }: Conversion): string {
  const host = address.startsWith(origin) ? origin : '';
  const [, path = '', rest = ''] = /^([^?#]*)([\s\S]*)$/.exec(address.slice(host.length)) ?? [];
  if (host && path === '') return host + hantPath('/') + rest;
  return isReading(path) ? host + hantPath(path) + rest : address;
}

/** Structured data is JSON: only its strings are looked at. Our own script has a twin that speaks traditional Chinese. */
function scriptOf(script: string, conversion: Conversion): string {
  if (!/^<script\b[^>]*\btype="application\/ld\+json"/.test(script))
    return script.replace(/^(<script\b[^>]*\ssrc="\/_r\/[^"/]+\/reader)\.js"/, '$1-hant.js"');
  const start = script.indexOf('>') + 1;
  const json = script
    .slice(start)
    .replace(/"inLanguage":"zh-(?:CN|Hans)"/g, `"inLanguage":"${variants.hant.lang}"`)
    .replace(/"((?:[^"\\]|\\.)*)"/g, (whole, text: string) => {
      // What has a fragment is the name of a thing, which is the same in every script; the origin alone is the newsroom.
      if (text === conversion.origin || (text.startsWith(conversion.origin) && text.includes('#'))) return whole;
      const address = linkOf(text, conversion);
      return address === text ? `"${conversion.convert(text)}"` : `"${address}"`;
    });
  return script.slice(0, start) + json;
}
