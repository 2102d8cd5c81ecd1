import { settingWords } from './outside/strings.ts';
import { slotNames } from './slots/strings.ts';

/** Kinds of what the trail speaks of as `section:3`. */
const kinds: Record<string, string> = {
  story: '稿件',
  section: '栏目',
  topic: '专题',
  author: '作者',
  source: '来源',
  show: '节目',
  blog: '专栏',
  media: '媒体',
  token: '接口令牌',
  hook: '外发通知',
  bulk: '批量操作',
  person: '账号',
  invitation: '邀请',
  slot: '推荐位',
  setting: '设置',
  redirect: '跳转',
  path: '页面',
  tag: '缓存标签',
  delivery: '投递',
  channel: '渠道',
};
const alone: Record<string, string> = { everything: '全站', words: '敏感词' };

/** Fields of a row's facts that hold numbers of other things. */
const kindOfField: Record<string, string> = {
  sectionId: 'section',
  sectionIds: 'section',
  extraSectionIds: 'section',
  parentId: 'section',
  topicIds: 'topic',
  leadStoryId: 'story',
  milestones: 'story',
  storyIds: 'story',
  leadMediaId: 'media',
  coverId: 'media',
  hostId: 'author',
  authorId: 'author',
};

/** Names by what the trail calls things: `section:3`, `story:12`. */
export type Names = Readonly<Record<string, string>>;

/** What a row speaks of by number, so that names can be asked for. */
export function thingsIn({ object, detail }: { object: string; detail: unknown }): string[] {
  const inside: string[] = [];
  const look = (facts: unknown, field?: string): void => {
    const kind = field && kindOfField[field];
    if (kind && typeof facts === 'number') inside.push(`${kind}:${facts}`);
    else if (Array.isArray(facts)) for (const one of facts) look(one, field && fieldOfList(field));
    else if (typeof facts === 'object' && facts !== null)
      for (const [name, value] of Object.entries(facts)) look(value, name);
  };
  look(detail);
  return [object.replace(/^slot:section-lead:/, 'section:').replace(/^channel:hook:/, 'hook:'), ...inside];
}

/** What was acted upon, in words; what is gone keeps its number. */
export function objectInWords(object: string, names: Names): string {
  const [, kind = '', own = ''] = /^([a-z]+):(.+)$/s.exec(object) ?? [];
  const word = kinds[kind];
  if (!word) return alone[object] ?? shortened(object);
  if (kind === 'channel') return own.startsWith('hook:') ? objectInWords(own, names) : `${word} ${own}`;
  if (kind === 'slot') return `${word}“${slotInWords(own, names)}”`;
  if (kind === 'setting') return `${word}“${titlesOfSettings[own] ?? own}”`;
  const name = names[object];
  if (!name) return `${word} ${shortened(own)}`;
  if (kind === 'person') return name;
  return kind === 'story' ? `《${shortened(name)}》` : `${word}“${shortened(name)}”`;
}

/** A number among a row's facts, as the name of what it stands for; null where it stands for nothing that has one. */
export function nameInFacts(field: string, value: unknown, names: Names): string | null {
  const kind = kindOfField[field];
  const name = kind && names[`${kind}:${value}`];
  if (!name) return null;
  return kind === 'story' ? `《${shortened(name, 16)}》` : name;
}

/** Lists that are called by nothing else than before and after are stories in a slot. */
export function fieldOfList(field: string): string {
  return field === 'before' || field === 'after' ? 'storyIds' : field;
}

const titlesOfSettings: Record<string, string> = Object.fromEntries(
  Object.entries(settingWords).flatMap(([name, words]) =>
    typeof words === 'object' && 'title' in words ? [[name, words.title]] : [],
  ),
);

function slotInWords(place: string, names: Names): string {
  const [slot = '', section] = place.split(':');
  const known: Record<string, string> = slotNames;
  return [known[slot] ?? slot, section && (names[`section:${section}`] ?? section)].filter(Boolean).join(' · ');
}

function shortened(text: string, most = 30): string {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
}
