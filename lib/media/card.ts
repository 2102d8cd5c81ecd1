import sharp from 'sharp';
import { type Letter, lettersOf, unitsPerEm } from './letters.ts';

/** What a card says: the title, and one line each above and below it. */
export type Card = { title: string; name: string; slogan: string; foot: string };

const width = 1200;
const height = 630;
const margin = 88;
const measure = width - 2 * margin;
/** Sizes of the title in pixels with the lines that they may take, the largest first. */
const sizes = [
  [84, 2],
  [72, 3],
  [60, 4],
] as const;
/** `--paper`, `--ink`, `--ink-3`, `--line-2` and `--seal` of app/globals.css. */
const colours = {
  paper: '#fbf8f2',
  ink: '#1b1f24',
  faint: '#666b72',
  line: '#c4b9a6',
  seal: '#b8321f',
  onSeal: '#fffaf2',
};

/** Draws a card for a page without a picture: PNG, 1200 x 630. */
export async function drawCard({ title, name, slogan, foot }: Card): Promise<Buffer> {
  const [letters, ...small] = await Promise.all([title, name, slogan, foot].map(lettersOf));
  const [nameLine = [], sloganLine = [], footLine = []] = small;
  const { size, lines } = fitted(letters ?? []);
  const leading = size * 1.4;
  const top = 330 - (leading * lines.length) / 2 + size * 0.98;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<path fill="${colours.paper}" d="M0 0h${width}v${height}H0z"/>`,
    `<path fill="${colours.seal}" d="M0 0h${width}v10H0z"/>`,
    seal(margin, 62, 64),
    drawn(nameLine, margin + 84, 108, 40, colours.seal),
    drawn(sloganLine, width - margin - widthOf(sloganLine) * 24, 104, 24, colours.faint),
    ...lines.map((line, index) => drawn(line, margin, top + index * leading, size, colours.ink)),
    `<path fill="${colours.line}" d="M${margin} 540h${measure}v2H${margin}z"/>`,
    drawn(footLine, margin, 588, 26, colours.faint),
    '</svg>',
  ].join('');
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 32, effort: 7 }).toBuffer();
}

/** The title in the largest size whose lines it fits; in the smallest it is cut. */
function fitted(letters: Letter[]): { size: number; lines: Letter[][] } {
  for (const [size, most] of sizes) {
    const lines = broken(letters, measure / size);
    if (lines.length <= most) return { size, lines: balanced(letters, measure / size, lines) };
  }
  const [size, most] = sizes[sizes.length - 1] as (typeof sizes)[number];
  const lines = broken(letters, measure / size - 1).slice(0, most);
  return { size, lines: lines.map((line, index) => (index === most - 1 ? [...line, ...ellipsis(letters)] : line)) };
}

/** The same number of lines, as narrow as they can be, so that the last is not a word alone. */
function balanced(letters: Letter[], most: number, lines: Letter[][]): Letter[][] {
  let best = lines;
  for (let narrower = most - 0.5; narrower > most / 2; narrower -= 0.5) {
    const tried = broken(letters, narrower);
    if (tried.length > lines.length) break;
    best = tried;
  }
  return best;
}

/** Three dots in place of what is left out, drawn rather than asked for: they need no letter. */
function ellipsis([first]: Letter[]): Letter[] {
  const dot = (x: number) => `M${x} 60h90v90h-90z`;
  return first ? [{ text: '…', outline: [60, 380, 700].map(dot).join(''), width: 1 }] : [];
}

const words = new Intl.Segmenter('zh-CN', { granularity: 'word' });
/** What must not begin a line, and what must not end one. */
const closing = /^[\p{Pe}\p{Pf}\p{Po}”’、，。：；！？…—～\s]+$/u;
const opening = /[\p{Ps}\p{Pi}“‘]$/u;

/** Lines of at most `most` ems, broken between words, and never before closing or after opening punctuation. */
function broken(letters: Letter[], most: number): Letter[][] {
  const parts: Letter[][] = [];
  let at = 0;
  for (const { segment } of words.segment(letters.map(({ text }) => text).join(''))) {
    const part = letters.slice(at, at + Array.from(segment).length);
    at += part.length;
    const last = parts.at(-1);
    const leans = last && (closing.test(segment) || opening.test(last.at(-1)?.text ?? ''));
    if (leans) last.push(...part);
    else parts.push(part);
  }
  const lines: Letter[][] = [[]];
  // What is longer than a line by itself is broken anywhere.
  for (const part of parts.flatMap((part) => (widthOf(part) > most ? part.map((letter) => [letter]) : [part]))) {
    const line = lines.at(-1) as Letter[];
    if (line.length > 0 && widthOf(line) + widthOf(part) > most) lines.push([...part]);
    else line.push(...part);
  }
  return lines;
}

function widthOf(letters: Letter[]): number {
  return letters.reduce((sum, letter) => sum + letter.width, 0);
}

function drawn(letters: Letter[], x: number, baseline: number, size: number, colour: string): string {
  const scale = size / unitsPerEm;
  let from = 0;
  const paths = letters.map(({ outline, width: advance }) => {
    const path = outline && `<path transform="translate(${Math.round(from * unitsPerEm)} 0)" d="${outline}"/>`;
    from += advance;
    return path;
  });
  return `<g fill="${colour}" transform="translate(${x} ${baseline}) scale(${scale} ${-scale})">${paths.join('')}</g>`;
}

/** The site's seal (components/masthead/seal.tsx), on its grid of 64. */
function seal(x: number, y: number, size: number): string {
  return (
    `<g transform="translate(${x} ${y}) scale(${size / 64})"><path fill="${colours.seal}" d="M5 2.6C20 1.7 44 1.8 59 2.7c1.8.1 2.5.9 2.6 2.6.7 16 .6 37-.1 53.4-.1 1.9-.9 2.6-2.7 2.7-17 .9-37 .8-53.8 0-1.7-.1-2.5-.9-2.6-2.6C1.6 42 1.7 21 2.5 5.2 2.6 3.5 3.3 2.7 5 2.6z"/>` +
    `<path fill="none" stroke="${colours.onSeal}" stroke-width="4.2" stroke-linecap="round" stroke-linejoin="round" d="M17.5 10c-5 7 3.5 11-.5 18s-4.5 11 0 16 1 7-1.5 11M9.5 15c-2.5 5 2 8 0 13.5M10.5 38c-2.5 5 2 8-1 14M28 10.5h27v18H28zM41.5 10.5v18M28 19.5h27M30.5 55V35.5h22V55M30.5 42h22M30.5 48.5h22"/></g>`
  );
}
