import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { create, type Font } from 'fontkitten';
import { decompress } from 'wawoff2';

/**
 * Letters as outlines, from a font that comes with the application (Noto Serif SC, SIL Open Font License), so that a drawing
 * looks the same on a machine without a Chinese font. The font is cut into some hundred files by the characters that they
 * hold; a file is opened when one of its characters is first asked for.
 */
export type Letter = {
  text: string;
  /** SVG path data; the em is `unitsPerEm`, and y points up. */
  outline: string;
  /** In ems. */
  width: number;
};

export const unitsPerEm = 1000;

const folder = path.join(process.env.APP_ROOT || process.cwd(), 'node_modules/@fontsource-variable/noto-serif-sc');
const weight = 700;
/** Some 150 KB each, opened; a title takes about ten of them. */
const mostOpen = 40;

/** Stands for a character that the font does not have: 〓, as printers had it. */
const missing = '\u3013';
/** Pictures in colour, what joins and colours them, and marks that stand on other letters: nothing for a font of outlines. */
const pictorial =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Default_Ignorable_Code_Point}|\p{M}|\p{C})$/u;

/** The letters of a text, one for each character. Emoji that the font has no outline for are left out. */
export async function lettersOf(text: string): Promise<Letter[]> {
  const signs = Array.from(text);
  const found = await Promise.all(signs.map(letter));
  const unknown = await substitute();
  return signs.flatMap((sign, index) => found[index] ?? (pictorial.test(sign) ? [] : { ...unknown, text: sign }));
}

async function substitute(): Promise<Letter> {
  const found = await letter(missing);
  if (!found) throw new Error(`${folder} has no ${missing}`);
  return found;
}

async function letter(sign: string): Promise<Letter | null> {
  const code = sign.codePointAt(0) as number;
  for (const { name, ranges } of await files()) {
    if (!ranges.some(([first, last]) => first <= code && code <= last)) continue;
    const font = await opened(name);
    if (!font.hasGlyphForCodePoint(code)) continue;
    const { path: shape, advanceWidth } = font.glyphForCodePoint(code);
    return { text: sign, outline: shape.toSVG(), width: advanceWidth / font.unitsPerEm };
  }
  return null;
}

type File = { name: string; ranges: [number, number][] };
let listed: Promise<File[]> | null = null;

/** Which file holds which characters, Latin first. */
function files(): Promise<File[]> {
  listed ??= readFile(path.join(folder, 'unicode.json'), 'utf8').then((json) =>
    Object.entries(JSON.parse(json) as Record<string, string>)
      .map(([key, ranges]) => ({
        name: `noto-serif-sc-${key.replace(/[[\]]/g, '')}-wght-normal.woff2`,
        ranges: ranges.split(',').map((range): [number, number] => {
          const [first = '', last = first] = range.replace(/^U\+/i, '').split('-');
          return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
        }),
      }))
      .toReversed(),
  );
  return listed;
}

/** Opened fonts, those used last at the end. */
const fonts = new Map<string, Promise<Font>>();

function opened(name: string): Promise<Font> {
  const font = fonts.get(name) ?? open(name);
  fonts.delete(name);
  fonts.set(name, font);
  for (const oldest of fonts.keys()) {
    if (fonts.size <= mostOpen) break;
    fonts.delete(oldest);
  }
  return font;
}

async function open(name: string): Promise<Font> {
  const font = create(Buffer.from(await decompress(await readFile(path.join(folder, 'files', name)))));
  if (font.isCollection) throw new Error(`${name} is not a font`);
  return font.getVariation({ wght: weight });
}
