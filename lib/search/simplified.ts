let loading: Promise<(text: string) => string> | null = null;

/** Characters that only traditional texts have, or simplified ones too; whatever has none of them needs no dictionary. */
const han = /[\u3400-\u9fff\u{20000}-\u{323af}]/u;

/** Traditional characters as simplified ones, by OpenCC's dictionary of phrases and characters (30 ms, once). */
export async function simplified(text: string): Promise<string> {
  if (!han.test(text)) return text;
  loading ??= import('opencc-js/t2cn').then(({ Converter }) => Converter({ from: 't', to: 'cn' }));
  return (await loading)(text);
}
