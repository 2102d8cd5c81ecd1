/**
 * The two scripts of every reading page. Pages are written in simplified characters; `/hant/…` is the same page in traditional
 * ones, made of it (`lib/hant`).
 */
export const variants = {
  hans: { lang: 'zh-Hans', label: '简体', locale: 'zh_CN' },
  hant: { lang: 'zh-Hant', label: '繁體', locale: 'zh_TW' },
} as const;

const prefix = '/hant';

export function isHant(path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** @param path of a page in simplified characters. */
export function hantPath(path: string): string {
  return path === '/' ? prefix : prefix + path;
}

/** The page in simplified characters; itself where it is one. */
export function hansPath(path: string): string {
  return isHant(path) ? path.slice(prefix.length) || '/' : path;
}

/** A page's address in each script, for `hreflang`. */
export function languagesOf(path: string): Record<string, string> {
  return { [variants.hans.lang]: path, [variants.hant.lang]: hantPath(path), 'x-default': path };
}
