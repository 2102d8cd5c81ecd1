const tags = /<(script|link)\b([^>]*)>/g;

/** Addresses of the scripts and style sheets that a document asks for, each once. */
export function filesOf(html: string): { scripts: string[]; styles: string[] } {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  for (const [, tag, attributes = ''] of html.matchAll(tags)) {
    if (tag === 'script') add(scripts, attribute(attributes, 'src'));
    else if (isRel(attributes, /^stylesheet$/)) add(styles, attribute(attributes, 'href'));
    else if (
      isRel(attributes, /^(?:module)?preload$/) &&
      (isRel(attributes, /^modulepreload$/) || attribute(attributes, 'as') === 'script')
    ) {
      add(scripts, attribute(attributes, 'href'));
    }
  }
  return { scripts: [...scripts], styles: [...styles] };
}

/** Script elements that are neither our own (marked `data-ws`) nor data (JSON-LD), and preloads of scripts. */
export function foreignScripts(html: string): string[] {
  return Array.from(html.matchAll(tags), ([whole, tag, attributes = '']) => {
    if (tag === 'script') return /\bdata-ws\b|\btype="application\/ld\+json"/.test(attributes) ? null : whole;
    const preload =
      isRel(attributes, /^modulepreload$/) ||
      (isRel(attributes, /^preload$/) && attribute(attributes, 'as') === 'script');
    return preload ? whole : null;
  }).filter((found) => found !== null);
}

function isRel(attributes: string, rel: RegExp): boolean {
  return rel.test(attribute(attributes, 'rel') ?? '');
}

function attribute(attributes: string, name: string): string | null {
  return new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(attributes)?.[1] ?? null;
}

function add(to: Set<string>, value: string | null): void {
  if (value) to.add(value.replaceAll('&amp;', '&'));
}
