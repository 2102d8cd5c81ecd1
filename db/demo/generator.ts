/**
 * Plausible local news without end: a deterministic generator for demos, load tests and migrations.
 *
 * The words are in `generator-frames.ts`; here they are compiled once into token lists and then only joined, so that
 * a million stories take seconds and constant memory. Titles pass a Bloom filter: a title that may have been used
 * is made again from other words, which keeps small runs free of duplicates and large ones nearly so.
 *
 * No clock and no `Math.random`: the same options always give the same stories. Ages are minutes before "now";
 * a caller that wants publication hours between 6 and 23 o'clock passes the minute of its own day.
 */

import type { District, Frame, GalleryTheme, SlotValues } from './generator-frames.ts';
import {
  captions,
  countyRoads,
  districtFrames,
  districts,
  editors,
  estateHeads,
  estateTails,
  galleryThemes,
  photographers,
  pictureFamilies,
  reporters,
  roads,
  subjectFrames,
  villageHeads,
  villageTails,
} from './generator-frames.ts';

export interface GeneratedStory {
  kind: 'news' | 'gallery';
  section: string;
  title: string;
  listTitle: string | null;
  summary: string;
  paragraphs: string[];
  /** Sub-heads: `text` stands before `paragraphs[before]`. */
  headings?: { before: number; text: string }[];
  source: string;
  authors: string[];
  editor: string;
  tags: string[];
  /** Picture key, or null for a story of words alone. */
  lead: string | null;
  /** Galleries only. */
  pictures?: { picture: string; caption: string }[];
  /** Published this many minutes before now. */
  ageMinutes: number;
}

export interface GenerateOptions {
  count: number;
  seed: number;
  /** How many calendar days back the stories reach, today included. Default 60. */
  days?: number;
  /** Minutes since local midnight at "now", 0 to 1439; ages then fall between 6 and 23 o'clock. Default 23:00. */
  nowMinuteOfDay?: number;
}

/** How often each section comes round; a larger number is a busier desk. */
const sectionWeights: Readonly<Record<string, number>> = {
  news: 8,
  local: 8,
  qinzhou: 7,
  maiji: 7,
  gangu: 5,
  wushan: 5,
  qinan: 5,
  qingshui: 5,
  zhangjiachuan: 5,
  gansu: 4,
  livelihood: 7,
  weather: 4,
  economy: 5,
  agriculture: 6,
  market: 4,
  culture: 5,
  heritage: 4,
  folk: 4,
  books: 4,
  travel: 5,
  science: 5,
  health: 5,
  sports: 6,
  society: 6,
  entertainment: 4,
};

/** Who usually writes for a section; the city desk writes for the others. */
const beats: Readonly<Record<string, string>> = {
  agriculture: 'su-he',
  market: 'su-he',
  gangu: 'su-he',
  wushan: 'su-he',
  qinan: 'su-he',
  gansu: 'su-he',
  culture: 'ma-yuan',
  heritage: 'ma-yuan',
  folk: 'ma-yuan',
  books: 'ma-yuan',
  entertainment: 'ma-yuan',
  qingshui: 'ma-yuan',
  science: 'gao-lan',
  health: 'gao-lan',
  sports: 'gao-lan',
  zhangjiachuan: 'gao-lan',
};

/** Sections that the generator writes for. */
export const generatedSections: readonly string[] = Object.keys(sectionWeights);

const FIRST_MINUTE = 6 * 60;
const LAST_MINUTE = 23 * 60;
const DAY = 24 * 60;
const GALLERY_SHARE = 0.0625;
const LEAD_SHARE = 0.65;
const HEADING_SHARE = 0.5;
const LIST_TITLE_SHARE = 0.6;
const LIST_TITLE_MAX = 16;
const TITLE_MAX = 30;
const BODY_MIN = 250;
const BODY_MAX = 700;

/** A 32-bit generator of uniform numbers in [0, 1) (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

function shuffle<T>(random: Random, list: T[]): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const held = list[i] as T;
    list[i] = list[j] as T;
    list[j] = held;
  }
}

// ---- Templates -------------------------------------------------------------------------------------------------

type Token = string | { slot: string; part: number } | { choices: readonly Token[][] };
type Template = readonly Token[];
type Bindings = Record<string, readonly string[]>;

/** Compiles `{slot}`, `{slot1}` and `[one|another]`; throws on an unclosed mark, so that a typo cannot ship. */
function compile(text: string): Template {
  let at = 0;
  const sequence = (inChoice: boolean): Token[] => {
    const tokens: Token[] = [];
    let plain = '';
    const flush = (): void => {
      if (plain !== '') tokens.push(plain);
      plain = '';
    };
    while (at < text.length) {
      const char = text.charAt(at);
      if (inChoice && (char === '|' || char === ']')) break;
      at += 1;
      if (char === '{') {
        const end = text.indexOf('}', at);
        if (end < 0) throw new Error(`Unclosed slot in template: ${text}`);
        const name = text.slice(at, end);
        const last = name.charCodeAt(name.length - 1) - 48;
        const hasPart = last >= 0 && last <= 9;
        flush();
        tokens.push({ slot: hasPart ? name.slice(0, -1) : name, part: hasPart ? last : 0 });
        at = end + 1;
      } else if (char === '[') {
        flush();
        const choices: Token[][] = [];
        do {
          choices.push(sequence(true));
          if (at >= text.length) throw new Error(`Unclosed choice in template: ${text}`);
          at += 1;
        } while (text.charAt(at - 1) === '|');
        tokens.push({ choices });
      } else {
        plain += char;
      }
    }
    flush();
    return tokens;
  };
  return sequence(false);
}

function render(template: Template, bindings: Bindings, random: Random): string {
  let text = '';
  for (const token of template) {
    if (typeof token === 'string') text += token;
    else if ('slot' in token) text += bindings[token.slot]?.[token.part] ?? missing(token.slot, token.part);
    else text += render(pick(random, token.choices), bindings, random);
  }
  return text;
}

function missing(slot: string, part: number): never {
  throw new Error(`No value for slot {${slot}} part ${part}`);
}

type SlotSource = readonly [name: string, values: readonly (readonly string[])[]];

/** Every value of a slot, split into parts; ranges are spelt out, so that binding is one array look-up. */
function compileSlots(slots: Readonly<Record<string, SlotValues>> = {}): SlotSource[] {
  return Object.entries(slots).map(([name, values]) => {
    const [lowest, highest, step] = values;
    if (typeof lowest !== 'number' || typeof highest !== 'number' || typeof step !== 'number') {
      return [name, (values as readonly string[]).map((value) => value.split('/'))];
    }
    const spelt: string[][] = [];
    for (let value = lowest; value < highest + step / 2; value += step)
      spelt.push([String(Math.round(value * 10) / 10)]);
    return [name, spelt];
  });
}

interface CompiledFrame {
  frame: Frame;
  titles: Template[];
  short: Template[];
  summary: Template;
  leads: Template[];
  body: Template[];
  ends: Template[];
  tags: Template[];
  slots: SlotSource[];
}

function compileFrame(frame: Frame): CompiledFrame {
  return {
    frame,
    titles: frame.titles.map(compile),
    short: frame.short.map(compile),
    summary: compile(frame.summary),
    leads: frame.leads.map(compile),
    body: frame.body.map(compile),
    ends: frame.ends.map(compile),
    tags: frame.tags.map(compile),
    slots: compileSlots(frame.slots),
  };
}

interface CompiledTheme {
  theme: GalleryTheme;
  titles: Template[];
  short: Template[];
  summary: Template;
  intros: Template[][];
  tags: Template[];
  slots: SlotSource[];
}

function compileTheme(theme: GalleryTheme): CompiledTheme {
  return {
    theme,
    titles: theme.titles.map(compile),
    short: theme.short.map(compile),
    summary: compile(theme.summary),
    intros: theme.intros.map((intro) => intro.map(compile)),
    tags: theme.tags.map(compile),
    slots: compileSlots(theme.slots),
  };
}

const districtKeys = Object.keys(districts);
const compiledDistrictFrames = districtFrames.map(compileFrame);
const compiledSubjects: Record<string, CompiledFrame[]> = {};
for (const [section, frames] of Object.entries(subjectFrames)) compiledSubjects[section] = frames.map(compileFrame);
/** The news centre takes the city's general stories from these desks. */
const newsFrames = ['livelihood', 'economy', 'travel', 'science', 'culture', 'society'].flatMap(
  (section) => compiledSubjects[section] ?? [],
);
const compiledThemes = galleryThemes.map(compileTheme);
const themesBySection: Record<string, CompiledTheme[]> = {};
for (const section of generatedSections) {
  themesBySection[section] = compiledThemes.filter((compiled) => compiled.theme.sections.includes(section));
}
const compiledCaptions: Record<string, Template[]> = {};
for (const [family, texts] of Object.entries(captions)) compiledCaptions[family] = texts.map(compile);

function framesOf(section: string): readonly CompiledFrame[] {
  if (section === 'news') return newsFrames;
  return compiledSubjects[section] ?? compiledDistrictFrames;
}

/** Title templates of a section, for tests and for the curious. */
export function titleTemplateCount(section: string): number {
  return framesOf(section).reduce((sum, compiled) => sum + compiled.titles.length, 0);
}

// ---- Places ----------------------------------------------------------------------------------------------------

function bindPlace(section: string, random: Random): Bindings {
  const key = section in districts ? section : pick(random, districtKeys);
  const district = districts[key] as District;
  const inCity = key === 'qinzhou' || key === 'maiji';
  return {
    D: [district.full],
    d: [district.short],
    W: [district.river],
    T: [pick(random, district.towns)],
    V: [pick(random, villageHeads) + pick(random, villageTails)],
    C: [pick(random, estateHeads) + pick(random, estateTails)],
    R: [pick(random, inCity ? roads : countyRoads)],
    G: [pick(random, district.crops)],
    S: [pick(random, district.sights)],
    F: [pick(random, district.crafts)],
  };
}

function bindSlots(bindings: Bindings, slots: readonly SlotSource[], random: Random): void {
  for (const [name, values] of slots) bindings[name] = pick(random, values);
}

// ---- Titles that have been used --------------------------------------------------------------------------------

interface SeenTitles {
  /** True when the title may have been seen before; it is remembered either way. */
  check(title: string): boolean;
}

/** A Bloom filter of 32 bits a story, 4 MiB at most: about one needless retry in a thousand at a million stories. */
function seenTitles(count: number): SeenTitles {
  let bits = 1 << 12;
  while (bits < count * 32 && bits < 1 << 25) bits *= 2;
  const words = new Uint32Array(bits / 32);
  const mask = bits - 1;
  return {
    check(title) {
      let a = 0x811c9dc5;
      let b = 0x9747b28c;
      for (let i = 0; i < title.length; i += 1) {
        const code = title.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ code, 0x85ebca6b);
        b ^= b >>> 13;
      }
      a ^= a >>> 15;
      b |= 1;
      let seen = true;
      for (let i = 0; i < 4; i += 1) {
        const bit = (a + Math.imul(i, b)) & mask;
        const index = bit >>> 5;
        const flag = 1 << (bit & 31);
        const word = words[index] as number;
        if ((word & flag) === 0) {
          seen = false;
          words[index] = word | flag;
        }
      }
      return seen;
    },
  };
}

// ---- Stories ---------------------------------------------------------------------------------------------------

const MAX_TRIES = 24;

interface Draft<T> {
  compiled: T;
  bindings: Bindings;
  title: string;
}

/** Binds places and words until the title is new and fits; after many tries, the last one that fits will do. */
function draft<T extends { titles: Template[]; slots: SlotSource[] }>(
  section: string,
  candidates: readonly T[],
  seen: SeenTitles,
  random: Random,
): Draft<T> {
  let fallback: Draft<T> | undefined;
  for (let tries = 0; ; tries += 1) {
    const compiled = pick(random, candidates);
    const bindings = bindPlace(section, random);
    bindSlots(bindings, compiled.slots, random);
    const title = render(pick(random, compiled.titles), bindings, random);
    const made = { compiled, bindings, title };
    if (title.length <= TITLE_MAX) {
      if (!seen.check(title)) return made;
      fallback = made;
    }
    if (tries >= MAX_TRIES && fallback !== undefined) return fallback;
  }
}

function listTitleOf(short: readonly Template[], bindings: Bindings, random: Random): string | null {
  if (random() >= LIST_TITLE_SHARE) return null;
  const text = render(pick(random, short), bindings, random);
  return text.length <= LIST_TITLE_MAX ? text : null;
}

function tagsOf(templates: readonly Template[], bindings: Bindings, random: Random): string[] {
  return [...new Set(templates.map((template) => render(template, bindings, random)))];
}

function pictureOf(families: readonly string[], random: Random): string {
  const family = pick(random, families);
  return `${family}-${1 + Math.floor(random() * (pictureFamilies[family] as number))}`;
}

function newsStory(section: string, seen: SeenTitles, random: Random, ageMinutes: number): GeneratedStory {
  const { compiled, bindings, title } = draft(section, framesOf(section), seen, random);
  const { frame } = compiled;
  const summary = render(compiled.summary, bindings, random);
  const paragraphs = [render(pick(random, compiled.leads), bindings, random)];
  const end = render(pick(random, compiled.ends), bindings, random);
  let length = (paragraphs[0] as string).length + end.length;
  // Two to five of the body's paragraphs, in their written order; more only while the story is too short.
  let wanted = 2 + Math.floor(random() * (compiled.body.length - 1));
  let left = compiled.body.length;
  for (const template of compiled.body) {
    const needed = wanted > 0 && random() < wanted / left;
    left -= 1;
    if (!needed) continue;
    const paragraph = render(template, bindings, random);
    if (length + paragraph.length > BODY_MAX) break;
    wanted -= 1;
    length += paragraph.length;
    paragraphs.push(paragraph);
  }
  if (length < BODY_MIN) {
    // Too short with this choice: take the whole body, which is always long enough.
    paragraphs.length = 1;
    for (const template of compiled.body) paragraphs.push(render(template, bindings, random));
  }
  paragraphs.push(end);
  const story: GeneratedStory = {
    kind: 'news',
    section,
    title,
    listTitle: listTitleOf(compiled.short, bindings, random),
    summary,
    paragraphs,
    source: frame.source !== undefined && random() < 0.6 ? frame.source : 'weishui',
    authors: reportersOf(section, random),
    editor: pick(random, editors),
    tags: tagsOf(compiled.tags, bindings, random),
    lead: random() < LEAD_SHARE ? pictureOf(frame.pictures, random) : null,
    ageMinutes,
  };
  if (frame.heads !== undefined && paragraphs.length >= 5 && random() < HEADING_SHARE) {
    story.headings = [
      { before: 1, text: frame.heads[0] },
      { before: paragraphs.length - 1, text: frame.heads[1] },
    ];
  }
  return story;
}

/** Mostly the reporter whose beat it is; now and then a colleague, or both. */
function reportersOf(section: string, random: Random): string[] {
  const beat = beats[section] ?? 'lin-zhou';
  const colleague = pick(random, reporters);
  const chance = random();
  if (chance < 0.65 || colleague === beat) return [beat];
  return chance < 0.9 ? [colleague] : [beat, colleague];
}

/** Six to eight different pictures of the theme's families, each with a caption of its own. */
function galleryPictures(theme: GalleryTheme, bindings: Bindings, random: Random): GeneratedStory['pictures'] & object {
  const all: [family: string, key: string][] = [];
  for (const family of theme.families) {
    const size = pictureFamilies[family] as number;
    for (let i = 1; i <= size; i += 1) all.push([family, `${family}-${i}`]);
  }
  shuffle(random, all);
  const wanted = 6 + Math.floor(random() * 3);
  const offsets: Record<string, number> = {};
  return all.slice(0, wanted).map(([family, picture]) => {
    const texts = compiledCaptions[family] as Template[];
    const offset = offsets[family] ?? Math.floor(random() * texts.length);
    offsets[family] = offset + 1;
    return { picture, caption: render(texts[offset % texts.length] as Template, bindings, random) };
  });
}

function galleryStory(
  section: string,
  themes: readonly CompiledTheme[],
  seen: SeenTitles,
  random: Random,
  ageMinutes: number,
): GeneratedStory {
  const { compiled, bindings, title } = draft(section, themes, seen, random);
  const pictures = galleryPictures(compiled.theme, bindings, random);
  return {
    kind: 'gallery',
    section,
    title,
    listTitle: listTitleOf(compiled.short, bindings, random),
    summary: render(compiled.summary, bindings, random),
    paragraphs: pick(random, compiled.intros).map((template) => render(template, bindings, random)),
    source: 'weishui-tuku',
    authors: [pick(random, photographers)],
    editor: pick(random, editors),
    tags: tagsOf(compiled.tags, bindings, random),
    lead: pictures[0]?.picture ?? null,
    pictures,
    ageMinutes,
  };
}

/** How many of `count` stories fall on each day, index 0 being today: denser recently, none empty if that can be. */
function storiesPerDay(count: number, days: number): number[] {
  const spare = Math.max(0, count - days);
  let total = 0;
  const weights = Array.from({ length: days }, (_, day) => {
    const weight = 1 + 3 * Math.exp(-day / 7);
    total += weight;
    return weight;
  });
  // With fewer stories than days, they are spread evenly instead.
  if (count < days) {
    return weights.map((_, day) => Math.floor(((day + 1) * count) / days) - Math.floor((day * count) / days));
  }
  let sum = 0;
  let given = 0;
  return weights.map((weight) => {
    sum += weight;
    const upTo = Math.round((spare * sum) / total);
    const here = upTo - given;
    given = upTo;
    return here + 1;
  });
}

/**
 * Generates `count` stories, oldest first, so that ids given in this order grow with time.
 *
 * @param options count and seed; days back (default 60); the caller's minute of the day (default 23:00).
 * @throws RangeError when count or days is not a sensible whole number.
 */
export function* generateStories(options: GenerateOptions): Generator<GeneratedStory> {
  const { count, seed, days = 60, nowMinuteOfDay = LAST_MINUTE } = options;
  if (!Number.isInteger(count) || count < 0) throw new RangeError('count must be a whole number, 0 or more');
  if (!Number.isInteger(days) || days < 1) throw new RangeError('days must be a whole number, 1 or more');
  const random = mulberry32(seed);
  const seen = seenTitles(count);
  const deck = generatedSections.flatMap((section) =>
    Array.from({ length: sectionWeights[section] ?? 1 }, () => section),
  );
  let dealt = deck.length;
  const perDay = storiesPerDay(count, days);
  for (let day = days - 1; day >= 0; day -= 1) {
    const today = perDay[day] ?? 0;
    // Today ends now; in the small hours it may not have reached six o'clock yet.
    const to = day === 0 ? Math.min(LAST_MINUTE, nowMinuteOfDay) : LAST_MINUTE;
    const from = to <= FIRST_MINUTE ? 0 : FIRST_MINUTE;
    for (let i = 0; i < today; i += 1) {
      const minute = Math.floor(from + ((i + random()) / today) * (to - from));
      const ageMinutes = day * DAY + nowMinuteOfDay - minute;
      if (dealt === deck.length) {
        shuffle(random, deck);
        dealt = 0;
      }
      const section = deck[dealt] as string;
      dealt += 1;
      const themes = themesBySection[section] ?? [];
      yield themes.length > 0 && random() < GALLERY_SHARE
        ? galleryStory(section, themes, seen, random, ageMinutes)
        : newsStory(section, seen, random, ageMinutes);
    }
  }
}
