import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'node-html-parser';

/**
 * Checks the structured data of a page: that it is one graph in the vocabulary of schema.org, that its names resolve and
 * its addresses and times are whole, and that each type has what Google's documentation asks for. Needs no network: the
 * vocabulary is read from the types of `schema-dts`.
 */

type Node = { [property: string]: unknown };

/** What Google's documentation requires and recommends (as far as every page of ours has it), by type. */
const expected: Record<string, readonly string[]> = {
  NewsArticle: article(),
  BlogPosting: article(),
  BreadcrumbList: ['itemListElement'],
  ItemList: ['numberOfItems'],
  WebSite: ['name', 'url', 'publisher'],
  NewsMediaOrganization: ['name', 'url', 'logo'],
  ImageObject: [],
  ImageGallery: [],
  VideoObject: ['name', 'description', 'thumbnailUrl', 'uploadDate', 'contentUrl', 'duration'],
  AudioObject: ['contentUrl', 'encodingFormat', 'duration'],
  PodcastSeries: ['name', 'url'],
  PodcastEpisode: ['name', 'url', 'datePublished', 'associatedMedia'],
  CreativeWorkSeries: ['name', 'url'],
  Blog: ['name', 'url'],
  CollectionPage: ['name', 'url', 'mainEntity', 'isPartOf'],
  ProfilePage: ['name', 'url', 'mainEntity', 'isPartOf'],
  AboutPage: ['name', 'url', 'mainEntity', 'isPartOf'],
  ContactPage: ['name', 'url', 'mainEntity', 'isPartOf'],
  WebPage: ['name', 'url', 'isPartOf'],
  Person: ['name'],
  Organization: ['name'],
  CreativeWork: [],
  ContactPoint: ['contactType', 'telephone'],
  CorrectionComment: ['text', 'datePublished'],
  SpeakableSpecification: ['cssSelector'],
  ListItem: ['position'],
  SearchAction: ['target', 'query-input'],
  EntryPoint: ['urlTemplate'],
};

function article(): readonly string[] {
  return [
    '@id',
    'headline',
    'image',
    'datePublished',
    'dateModified',
    'author',
    'publisher',
    'mainEntityOfPage',
    'articleSection',
    'wordCount',
    'inLanguage',
    'isPartOf',
    'speakable',
  ];
}

/** A story that is only named, in a list of an author's or a blog's. */
const named = ['headline', 'url', 'datePublished'];

const times = new Set(['datePublished', 'dateModified', 'uploadDate']);
const addresses = new Set([
  'url',
  'item',
  'contentUrl',
  'thumbnailUrl',
  'mainEntityOfPage',
  'license',
  'acquireLicensePage',
  'publishingPrinciples',
  'correctionsPolicy',
  'digitalSourceType',
]);
/** Where addresses of others may stand. */
const foreign = new Set(['license', 'digitalSourceType', 'isBasedOn', 'sourceOrganization']);

/** @returns one sentence for each thing that is wrong with the graph of a document. */
export function structuredDataProblems(html: string, origin: string): string[] {
  const document = parse(html, { comment: true });
  const scripts = document.querySelectorAll('script[type="application/ld+json"]');
  const graphs = scripts.map(({ rawText }) => JSON.parse(rawText) as Node).filter((data) => '@graph' in data);
  const [graph] = graphs;
  if (graph === undefined || graphs.length > 1) return [`${graphs.length} graphs`];
  if (graph['@context'] !== 'https://schema.org') return ['another @context'];
  const found: string[] = [];
  const defined = new Set<string>();
  const asked = new Set<string>();
  const say = (place: string, what: string) => found.push(`${place}: ${what}`);

  const visit = (node: Node, place: string, abroad: boolean): void => {
    const id = node['@id'];
    if (typeof id === 'string' && !id.startsWith(`${origin}/`)) say(place, `@id ${id} is not ours`);
    if (Object.keys(node).length === 1 && typeof id === 'string') {
      asked.add(id);
      return;
    }
    const type = node['@type'];
    if (typeof type !== 'string' || !(type in expected)) return void say(place, `an unexpected type ${String(type)}`);
    if (typeof id === 'string') {
      if (defined.has(id)) say(place, `${id} is described twice`);
      defined.add(id);
    }
    const isArticle = type === 'NewsArticle' || type === 'BlogPosting';
    const whole = !isArticle || 'mainEntityOfPage' in node;
    for (const property of whole ? (expected[type] ?? []) : named) {
      const value = node[property];
      if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
        say(place, `${type} without ${property}`);
      }
    }
    const known = propertiesOf(type);
    for (const [property, value] of Object.entries(node)) {
      if (property.startsWith('@')) continue;
      // Google's own annotation of an action, beside the vocabulary.
      if (!known.has(property) && property !== 'query-input') say(place, `${type} has no property ${property}`);
      const at = `${place}.${property}`;
      const outside = abroad || foreign.has(property);
      for (const one of Array.isArray(value) ? value : [value]) {
        if (typeof one === 'object' && one !== null) visit(one as Node, at, outside);
        else checkValue(property, one, at, outside, origin, say);
      }
    }
    checkNode(type, node, place, say);
  };

  for (const [index, node] of (graph['@graph'] as Node[]).entries()) visit(node, String(node['@type'] ?? index), false);
  for (const id of asked) if (!defined.has(id)) found.push(`${id} is named and not described`);
  for (const { cssSelector } of nodesOf(graph, 'SpeakableSpecification')) {
    for (const selector of [cssSelector].flat()) {
      if (!document.querySelector(String(selector))?.text.trim()) found.push(`nothing to be read aloud at ${selector}`);
    }
  }
  return found;
}

type Say = (place: string, what: string) => void;

function checkValue(property: string, value: unknown, at: string, outside: boolean, origin: string, say: Say): void {
  if (value === undefined || value === null || value === '') say(at, 'empty');
  if (times.has(property) && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(String(value))) {
    say(at, `${value} is no time with its zone`);
  }
  const isAddress =
    addresses.has(property) || ((property === 'image' || property === 'logo') && typeof value === 'string');
  if (isAddress && !(outside ? /^https?:\/\/[^\s]+$/ : new RegExp(`^${origin}/[^\\s]*$`)).test(String(value))) {
    say(at, `${value} is not a whole address${outside ? '' : ' of ours'}`);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  if (typeof value === 'string' && /[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(value)) {
    say(at, 'characters that nothing draws');
  }
}

function checkNode(type: string, node: Node, place: string, say: Say): void {
  if (typeof node.headline === 'string' && node.headline.length > 110) say(place, 'a headline over 110 characters');
  if (type === 'BreadcrumbList' || type === 'ItemList') {
    const items = Array.isArray(node.itemListElement) ? (node.itemListElement as Node[]) : [];
    if (items.some(({ position }, index) => position !== index + 1)) say(place, 'positions out of order');
    if (type === 'BreadcrumbList' && items.length < 2) say(place, 'a trail of fewer than two steps');
    if (type === 'BreadcrumbList' && items.some(({ name, item }) => !name || !item)) say(place, 'a nameless step');
    if (type === 'ItemList' && new Set(items.map(({ url }) => url)).size !== items.length) say(place, 'an item twice');
  }
  const told = ['creator', 'creditText', 'copyrightNotice', 'license'];
  // Google reads `url` of an article's picture and of a logo, `contentUrl` of a picture with its licence.
  if (type === 'ImageObject' && !('contentUrl' in node && place.includes('ImageGallery')) && !('url' in node)) {
    say(place, 'ImageObject without url');
  }
  if (type === 'ImageObject' && 'contentUrl' in node && !told.some((property) => property in node)) {
    say(place, 'a picture that says nothing of whose it is');
  }
  if ('duration' in node && !/^PT(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?$/.test(String(node.duration))) {
    say(place, `${node.duration} is no duration`);
  }
}

/** Every node of a type, wherever it stands. */
function nodesOf(value: unknown, type: string): Node[] {
  if (Array.isArray(value)) return value.flatMap((one) => nodesOf(one, type));
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as Node)['@type'] === type ? [value as Node] : [];
  return [...own, ...Object.values(value).flatMap((one) => nodesOf(one, type))];
}

let vocabulary: Map<string, { parents: string[]; properties: string[] }> | null = null;

/** Names of the properties that schema.org gives a type, its parents' included. */
function propertiesOf(type: string): Set<string> {
  vocabulary ??= readVocabulary();
  const found = new Set<string>();
  const names = [`${type}Leaf`];
  for (const name of names) {
    const described = vocabulary.get(name);
    for (const property of described?.properties ?? []) found.add(property);
    names.push(...(described?.parents ?? []));
  }
  return found;
}

function readVocabulary() {
  const file = path.resolve(import.meta.dirname, '../../node_modules/schema-dts/dist/schema.d.ts');
  const types: NonNullable<typeof vocabulary> = new Map();
  for (const [, name = '', parents = '', body = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:export )?interface (\w+)(?: extends ([^{]+?))? \{\n([\s\S]*?)^\}/gm,
  )) {
    types.set(name, {
      parents: parents.split(',').map((parent) => parent.trim()),
      properties: Array.from(body.matchAll(/^ {4}"([\w@]+)"\??:/gm), ([, property = '']) => property),
    });
  }
  return types;
}
