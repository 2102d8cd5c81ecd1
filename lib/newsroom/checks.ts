import { inArray, sql } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import type { BlockNode, InlineNode, ListItemNode } from '#db/schema/body.ts';
import { media, source, story } from '#db/schema/index.ts';
import { readSetting } from '#lib/settings/settings.ts';
import { bodyReferences, normaliseBody, plainText } from '#lib/text/body.ts';
import { site } from '#site.config.ts';
import type { Actor } from './actor.ts';
import { nearDuplicates, sameTitle } from './duplicates.ts';
import type { CheckRule, Finding, FindingLevel, Place } from './finding.ts';
import { type Refusal, refuse } from './result.ts';
import { inTransaction } from './transaction.ts';
import { wordSearch } from './words.ts';
import { demand, factsOf, findWork, type Work } from './work.ts';
import { parseWork, type WorkContent, type WorkInput } from './work-content.ts';

/** A reading part of a story: a field, or a block of its body. */
type Piece = { where: Place; text: string };
type Block = { index: number; node: BlockNode };

/** Findings of one kind that are told; an editor who has mended so many asks again. */
const most = 50;

/** The pre-publication check of what stands in the editor, saved or not. */
export function checkStory(
  actor: Actor,
  id: number,
  input: WorkInput,
): Promise<{ ok: true; findings: Finding[] } | Refusal> {
  return inTransaction(async (tx) => {
    demand(actor, 'read', factsOf(actor, await findWork(tx, id)));
    return { ok: true, findings: await findingsOf(tx, id, parseWork(input)) };
  });
}

/**
 * Runs the check for a step. Refuses with `check-failed` where a finding blocks it by configuration, unless the actor may pass over
 * that and says why.
 * @returns the findings, and what the audit trail must say of them.
 */
export async function passChecks(
  tx: Executor,
  actor: Actor,
  work: Work,
  content: WorkContent,
  { at, override }: { at: 'submit' | 'sign'; override?: string | undefined },
): Promise<{ findings: Finding[]; detail: Record<string, unknown> }> {
  const findings = await findingsOf(tx, work.id, content);
  const stops = (await readSetting('checks', tx)).blocking[at];
  const blocking = findings.filter(({ level }) => stops.includes(level));
  if (blocking.length === 0) return { findings, detail: {} };
  if (override === undefined || override.trim() === '')
    return refuse('check-failed', `发布前检查没有通过：${blocking[0]?.message}`, { findings });
  if (override.trim().length > 500) refuse('invalid', '越过检查的理由不能超过 500 字。');
  demand(actor, 'override-check', factsOf(actor, work));
  const passed = blocking.map(({ rule, message }) => ({ rule, message }));
  return { findings, detail: { override: { reason: override.trim(), findings: passed } } };
}

/** Everything that the check finds, the weightiest first. */
export async function findingsOf(tx: Executor, id: number, content: WorkContent): Promise<Finding[]> {
  const blocks = blocksOf(content);
  const pieces = piecesOf(content, blocks);
  const { levels, listTitleWidth, nearDuplicate } = await readSetting('checks', tx);
  const found: Found[] = [
    ...(await words(tx, pieces)),
    ...(await duplicates(tx, id, content, blocks, nearDuplicate)),
    ...(await pictures(tx, content, blocks)),
    ...(await sources(tx, content)),
    ...(await links(tx, id, blocks)),
    ...titles(content, listTitleWidth),
    ...punctuation(pieces),
  ];
  const weight: Record<FindingLevel, number> = { forbid: 0, warn: 1, suggest: 2 };
  return found
    .flatMap((each): Finding[] => {
      const level = each.level ?? (each.rule === 'sensitive-word' ? 'warn' : levels[each.rule]);
      return level === 'off' ? [] : [{ ...each, level }];
    })
    .sort((a, b) => weight[a.level] - weight[b.level]);
}

/** Something found; without a level of its own it weighs what the settings say of its rule. */
type Found = Omit<Finding, 'level'> & { level: FindingLevel | null };

function finding(rule: Exclude<CheckRule, 'sensitive-word'>, where: Place, message: string): Found[] {
  return [{ rule, level: null, where, message }];
}

async function words(tx: Executor, pieces: Piece[]): Promise<Finding[]> {
  const search = await wordSearch(tx);
  const found = pieces.flatMap(({ where, text }) =>
    search.find(text).map(({ word, from, to, level }): Finding => {
      const verb = { forbid: '禁止使用', warn: '需要核对', suggest: '建议替换' }[level];
      const note = word.note === '' ? '' : `（${word.note}）`;
      return {
        rule: 'sensitive-word',
        level,
        where: { ...where, from, to },
        message: `“${word.word}”${verb}${note}。`,
      };
    }),
  );
  // What blocks must be among those that are told.
  return [...found.filter(({ level }) => level === 'forbid'), ...found.filter(({ level }) => level !== 'forbid')].slice(
    0,
    most,
  );
}

async function duplicates(
  tx: Executor,
  id: number,
  content: WorkContent,
  blocks: Block[],
  least: number,
): Promise<Found[]> {
  const text = plainText({ type: 'doc', content: blocks.map(({ node }) => node) });
  const alike = await nearDuplicates(tx, id, text, least);
  const titled = await sameTitle(tx, id, content.title);
  return [
    ...alike.flatMap(({ id: other, title, share }) =>
      finding(
        'near-duplicate',
        { field: 'body' },
        `正文与稿件 ${other}《${title}》有 ${Math.round(share * 100)}% 相同。`,
      ),
    ),
    ...titled.flatMap(({ id: other }) => finding('same-title', { field: 'title' }, `标题与稿件 ${other} 相同。`)),
  ];
}

const aiWords =
  /AI\s*(?:生成|绘|制|作|合成)|AIGC|人工智能(?:生成|绘|合成)|Midjourney|Stable\s*Diffusion|DALL[·\-\s]?E|文心一格|通义万相|即梦|可灵/i;

async function pictures(tx: Executor, content: WorkContent, blocks: Block[]): Promise<Found[]> {
  const shown: { id: number; where: Place; alt: string; caption: string }[] = [];
  if (content.leadMediaId)
    shown.push({ id: content.leadMediaId, where: { field: 'leadMediaId' }, alt: '', caption: '' });
  for (const [index, { mediaId, caption }] of content.gallery.entries())
    shown.push({ id: mediaId, where: { field: `gallery.${index}` }, alt: '', caption: caption ?? '' });
  for (const { index, node } of blocks)
    for (const { attrs } of imagesOf(node))
      shown.push({
        id: attrs.mediaId,
        where: { field: 'body', block: index },
        alt: attrs.alt ?? '',
        caption: attrs.caption ?? '',
      });
  if (shown.length === 0) return [];
  const ids = [...new Set(shown.map((each) => each.id))];
  const rows = new Map((await tx.select().from(media).where(inArray(media.id, ids))).map((row) => [row.id, row]));
  return shown
    .flatMap(({ id, where, alt, caption }) => {
      const row = rows.get(id);
      if (!row) return [];
      const said = [row.caption, row.credit, row.licence, row.alt, alt, caption].join('\n');
      return [
        ...(alt.trim() || row.alt.trim() ? [] : finding('alt-missing', where, `图片 ${id} 没有替代文字。`)),
        ...(row.credit.trim() ? [] : finding('credit-missing', where, `图片 ${id} 没有署名。`)),
        ...(!row.aiMade && aiWords.test(said)
          ? finding('ai-unlabelled', where, `图片 ${id} 的文字说它由人工智能生成，但没有加“AI 生成”标识。`)
          : []),
      ];
    })
    .slice(0, most);
}

async function sources(tx: Executor, { sourceId, kind }: WorkContent): Promise<Found[]> {
  const where = { field: 'sourceId' };
  if (sourceId === null) return kind === 'post' ? [] : finding('source-missing', where, '没有注明来源。');
  const [row] = await tx
    .select({ name: source.name, kind: source.kind, whitelisted: source.whitelisted })
    .from(source)
    .where(inArray(source.id, [sourceId]));
  if (!row || row.kind === 'own' || row.whitelisted) return [];
  return finding('source-not-listed', where, `“${row.name}”不在稿源白名单里。`);
}

/** Addresses of this site that are pages whatever the database says. */
const standing =
  /^\/(?:(?:latest|pictures|blog|podcast|corrections|about|contact|accessibility|copyright|search|feed\.xml|atom\.xml|feed\.json|sitemap\.xml)?$|archive\/\d{4}-\d{2}-\d{2}$|media\/)/;

async function links(tx: Executor, id: number, blocks: Block[]): Promise<Found[]> {
  const asked: { path: string; block: number }[] = [];
  const cards: { story: number; block: number }[] = [];
  for (const { index: block, node } of blocks) {
    for (const href of hrefsOf(node)) {
      const path = pathHere(href);
      if (path !== null && !standing.test(path)) asked.push({ path, block });
    }
    for (const card of bodyReferences({ type: 'doc', content: [node] }).stories) cards.push({ story: card, block });
  }
  if (asked.length === 0 && cards.length === 0) return [];
  const named = (pattern: RegExp) => [...new Set(asked.flatMap(({ path }) => pattern.exec(path)?.[1] ?? []))];
  const article = /^\/article\/([1-9]\d{0,14})(?:\/print)?$/;
  const numbers = [...new Set([...named(article).map(Number), ...cards.map((card) => card.story)])];
  const out = new Set(
    numbers.length === 0
      ? []
      : (
          await tx
            .select({ id: story.id })
            .from(story)
            .where(sql`${inArray(story.id, numbers)} and ${story.status} = 'published'`)
        ).map((row) => row.id),
  );
  out.add(id);
  const known = new Set(
    (await tx.execute<{ path: string }>(pagesAmong(asked.map(({ path }) => path)))).map(({ path }) => path),
  );
  return [
    ...asked.flatMap(({ path, block }) => {
      const number = article.exec(path)?.[1];
      const there = known.has(path) || (number !== undefined && out.has(Number(number)));
      return there ? [] : finding('broken-link', { field: 'body', block }, `站内链接 ${path} 打不开。`);
    }),
    ...cards.flatMap((card) =>
      out.has(card.story)
        ? []
        : finding('broken-link', { field: 'body', block: card.block }, `引用的稿件 ${card.story} 没有发布。`),
    ),
  ].slice(0, most);
}

/** Which of these addresses are a section, a topic, an author, a column, a programme, or lead on. */
function pagesAmong(paths: string[]) {
  return sql`
    select p.path from json_array_elements_text(${JSON.stringify(paths)}::json) as p(path)
    cross join lateral (select split_part(p.path, '/', 2) as kind, split_part(p.path, '/', 3) as slug) as part
    where (p.path ~ '^/[a-z]+/[a-z0-9-]+(/page/[1-9][0-9]*)?$' and (
        part.kind = 'section' and exists (select from section x where x.slug = part.slug)
        or part.kind = 'topic' and exists (select from topic x where x.slug = part.slug)
        or part.kind = 'author' and exists (select from author x where x.slug = part.slug)
        or part.kind = 'podcast' and exists (select from show x where x.slug = part.slug)
        or part.kind = 'blog' and exists (
          select from author x join blog b on b.author_id = x.id where x.slug = part.slug)))
      or exists (select from redirect r where r.from_path = p.path)`;
}

/** The path of an address of this site; null for others. */
function pathHere(href: string): string | null {
  const path = href.startsWith(`${site.origin}/`) ? href.slice(site.origin.length) : href === site.origin ? '/' : href;
  return path.startsWith('/') ? (path.split(/[?#]/, 1)[0] ?? '') : null;
}

function titles({ title, listTitle }: WorkContent, listTitleWidth: number): Found[] {
  const short = listTitle?.trim();
  const width = widthOf(short || title.trim());
  if (width <= listTitleWidth) return [];
  return short
    ? finding(
        'list-title-long',
        { field: 'listTitle' },
        `列表短题宽 ${width} 字，列表里只排得下 ${listTitleWidth} 字。`,
      )
    : finding(
        'list-title-long',
        { field: 'title' },
        `标题宽 ${width} 字，列表里只排得下 ${listTitleWidth} 字，请另写列表短题。`,
      );
}

/** In Han characters: what is narrow counts half. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u0020-\u024f]/.test(character) ? 0.5 : 1;
  return Math.ceil(width);
}

const han = '[\\p{Script=Han}，。！？；：、“”‘’（）《》]';
/** GB/T 15834-2011 (punctuation) and GB/T 15835-2011 (numbers): hints, never a judgement. */
const hints: [RegExp, (found: string) => string][] = [
  [new RegExp(`(?<=${han})[,;:?!](?=\\s*${han}|\\s*$)`, 'gu'), (found) => `中文之间的“${found}”宜用全角标点。`],
  [/(?<=\p{Script=Han})\.(?=\s*$|\p{Script=Han})/gmu, () => '句末宜用“。”。'],
  [/\((?=\p{Script=Han})|(?<=\p{Script=Han})\)/gu, () => '中文里的括号宜用全角。'],
  [new RegExp(`"(?=\\p{Script=Han})|(?<=${han})"`, 'gu'), () => '中文里的引号宜用“”。'],
  [/(?<=\p{Script=Han})[ \u00a0\u3000]+(?=\p{Script=Han})/gu, () => '汉字之间有空格。'],
  [/(?<=\p{Script=Han})\.{2,}|(?<=\p{Script=Han})。{2,}|(?<!…)…(?!…)/gu, () => '省略号宜用“……”。'],
  [/(?<=\p{Script=Han})-{2,}(?=\p{Script=Han})|(?<![—-])—(?!—)(?=\p{Script=Han})/gu, () => '破折号宜用“——”。'],
  [/[，。；：、]{2,}/gu, (found) => `“${found}”标点重复。`],
  [/[０-９]+/gu, (found) => `“${found}”宜用半角数字。`],
  [/[Ａ-Ｚａ-ｚ]+/gu, (found) => `“${found}”宜用半角字母。`],
  [/(?<!\d)\d{2}年(?=\d{1,2}月)/gu, (found) => `“${found}”宜写四位年份。`],
  [/(?<=\d)-(?=\d+\s*(?:%|％|元|人|岁|℃|米|公里|亩|吨|万|亿))/gu, () => '数值范围宜用“～”或“—”。'],
  [/《[^》]*》、(?=《)|”、(?=“)/gu, () => '书名号、引号之间的顿号可以省去。'],
];

function punctuation(pieces: Piece[]): Found[] {
  return pieces
    .flatMap(({ where, text }) =>
      hints.flatMap(([pattern, say]) =>
        Array.from(text.matchAll(pattern)).flatMap((match) =>
          finding('punctuation', { ...where, from: match.index, to: match.index + match[0].length }, say(match[0])),
        ),
      ),
    )
    .slice(0, most);
}

/** Each block by itself, so that places are counted as the editor counts them; what is no block of ours is left out. */
function blocksOf({ body }: WorkContent): Block[] {
  return body.content.flatMap((raw, index): Block[] => {
    const read = normaliseBody({ type: 'doc', content: [raw] });
    const node = read.ok ? read.body.content[0] : undefined;
    return node ? [{ index, node }] : [];
  });
}

function piecesOf(content: WorkContent, blocks: Block[]): Piece[] {
  const fields = ['title', 'listTitle', 'subtitle', 'summary', 'byline', 'originalTitle', 'originalAuthor'] as const;
  return [
    ...fields.map((field): Piece => ({ where: { field }, text: content[field] ?? '' })),
    ...blocks.map(
      ({ index, node }): Piece => ({
        where: { field: 'body', block: index },
        text: plainText({ type: 'doc', content: [node] }),
      }),
    ),
    ...blocks.flatMap(({ index, node }) =>
      imagesOf(node).map(({ attrs }): Piece => ({ where: { field: 'body', block: index }, text: attrs.alt ?? '' })),
    ),
    ...content.gallery.map(
      ({ caption }, index): Piece => ({ where: { field: `gallery.${index}` }, text: caption ?? '' }),
    ),
  ].filter(({ text }) => text !== '');
}

type ImageNode = Extract<BlockNode, { type: 'image' }>;

function imagesOf(node: BlockNode | ListItemNode): ImageNode[] {
  if (node.type === 'image') return [node];
  return childrenOf(node).flatMap(imagesOf);
}

function childrenOf(node: BlockNode | ListItemNode): (BlockNode | ListItemNode)[] {
  switch (node.type) {
    case 'blockquote':
    case 'bulletList':
    case 'orderedList':
    case 'listItem':
      return node.content ?? [];
    default:
      return [];
  }
}

function hrefsOf(node: BlockNode | ListItemNode): string[] {
  const inline = (nodes: readonly InlineNode[] = []) =>
    nodes.flatMap((each) =>
      each.type === 'text' ? (each.marks ?? []).flatMap((mark) => (mark.type === 'link' ? mark.attrs.href : [])) : [],
    );
  switch (node.type) {
    case 'paragraph':
    case 'heading':
    case 'pullQuote':
    case 'codeBlock':
      return inline(node.content);
    case 'table':
      return (node.content ?? []).flatMap((row) =>
        (row.content ?? []).flatMap((cell) => (cell.content ?? []).flatMap((each) => inline(each.content))),
      );
    default:
      return childrenOf(node).flatMap(hrefsOf);
  }
}
