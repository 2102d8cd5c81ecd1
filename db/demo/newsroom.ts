import { pinyin } from 'pinyin-pro';
import type { TransactionSql } from 'postgres';
import type { StoryBody } from '#db/schema/body.ts';
import { bodyWordCount } from '#lib/text/body.ts';
import { markdownToBody } from '#lib/text/markdown.ts';
import { titleTerms } from '#lib/text/terms.ts';
import { authors } from './authors.ts';
import { Copy } from './copy.ts';
import type { DemoStory } from './files.ts';
import type { Stored } from './media.ts';
import { type ReadStory, readings } from './readings.ts';
import { sections } from './sections.ts';
import { shows } from './shows.ts';
import { slots } from './slots.ts';
import { sources } from './sources.ts';
import { topics } from './topics.ts';

/** A story to be added. Its other times are, as in the files, hours before the moment of the seed. */
export type NewStory = Omit<DemoStory, 'key' | 'hoursAgo' | 'markdown'> & {
  /** Name by which slots find it. */
  key?: string;
  publishedAt: Date;
  /** Markdown, or a body that is made already. */
  body: string | StoryBody;
};

const hour = 3_600_000;

/** Ids by slug, key or name, given in order from 1. */
class Ids {
  private readonly what: string;
  private readonly ids = new Map<string, number>();

  constructor(what: string, names: Iterable<string> = []) {
    this.what = what;
    for (const name of names) this.add(name);
  }

  get size(): number {
    return this.ids.size;
  }

  add(name: string): number {
    const id = this.ids.size + 1;
    this.ids.set(name, id);
    return id;
  }

  find(name: string): number | undefined {
    return this.ids.get(name);
  }

  /** @throws for a name that the demo does not have: a mistake in its texts. */
  get(name: string): number {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`The demo newsroom has no ${this.what} “${name}”.`);
    return id;
  }

  maybe(name: string | null | undefined): number | null {
    return name === null || name === undefined ? null : this.get(name);
  }
}

/** The demo newsroom as rows: sections, people, media, and the stories that are added to it. */
export class DemoNewsroom {
  readonly now: Date;
  private readonly sections = new Ids(
    'section',
    sections.map((each) => each.slug),
  );
  private readonly sources = new Ids(
    'source',
    sources.map((each) => each.slug),
  );
  private readonly authors = new Ids(
    'author',
    authors.map((each) => each.slug),
  );
  private readonly blogs = new Ids(
    'blog of',
    authors.flatMap((each) => ('columnName' in each ? [each.slug] : [])),
  );
  private readonly shows = new Ids(
    'show',
    shows.map((each) => each.slug),
  );
  private readonly topics = new Ids(
    'topic',
    topics.map((each) => each.slug),
  );
  private readonly tags = new Map<string, number>();
  private readonly slugs = new Set<string>(topics.map((each) => each.slug));
  private readonly media: Ids;
  private readonly stories = new Ids('story');
  private readonly topicsByTag = new Map<string, number[]>();
  private readonly posters = new Map<string, string>();

  private readonly tables = {
    section: new Copy('section', ['id', 'slug', 'name', 'description', 'parent_id', 'position']),
    source: new Copy('source', ['id', 'slug', 'name', 'url', 'kind', 'whitelisted']),
    media: new Copy('media', [
      ...[
        'id',
        'kind',
        'hash',
        'file',
        'mime',
        'bytes',
        'width',
        'height',
        'color',
        'focal_x',
        'focal_y',
        'alt',
        'caption',
      ],
      ...['credit', 'licence', 'ai_made', 'widths', 'duration_seconds', 'poster_id', 'captions_file', 'chapters'],
      ...['original', 'name'],
    ]),
    author: new Copy('author', ['id', 'slug', 'name', 'role', 'bio']),
    blog: new Copy('blog', ['id', 'author_id', 'name', 'description']),
    show: new Copy('show', ['id', 'slug', 'name', 'kind', 'description', 'host_id', 'cover_id']),
    topic: new Copy('topic', ['id', 'slug', 'name', 'kind', 'description', 'lead_media_id']),
    story: new Copy('story', [
      ...[
        'id',
        'kind',
        'status',
        'title',
        'list_title',
        'subtitle',
        'summary',
        'body',
        'word_count',
        'section_id',
        'source_id',
      ],
      ...[
        'original_url',
        'original_title',
        'original_author',
        'editor_name',
        'lead_media_id',
        'media_id',
        'show_id',
        'episode',
      ],
      ...['blog_id', 'published_at', 'updated_at', 'withdrawn_at', 'withdrawn_reason', 'created_at'],
    ]),
    storyAuthor: new Copy('story_author', ['story_id', 'author_id', 'position']),
    topicOpening: new Copy('topic_opening', ['topic_id', 'introduction', 'lead_story_id', 'timeline']),
    topicMilestone: new Copy('topic_milestone', ['topic_id', 'story_id']),
    storyTopic: new Copy('story_topic', ['story_id', 'topic_id', 'position']),
    storyTerms: new Copy('story_terms', ['story_id', 'terms']),
    storyMedia: new Copy('story_media', ['story_id', 'position', 'media_id', 'caption']),
    correction: new Copy('correction', ['id', 'story_id', 'corrected_at', 'text']),
    slotItem: new Copy('slot_item', ['id', 'slot', 'section_id', 'position', 'story_id', 'title_override', 'pinned']),
    storyPick: new Copy('story_pick', ['story_id', 'position', 'related_id']),
    readHour: new Copy('read_hour', ['story_id', 'hour', 'reads']),
    readDay: new Copy('read_day', ['day', 'story_id', 'reads']),
    readTotal: new Copy('read_total', ['story_id', 'reads']),
    visitHour: new Copy('visit_hour', ['hour', 'section_id', 'visit', 'reads']),
  };

  constructor(now: Date, media: Stored) {
    this.now = now;
    this.media = new Ids(
      'picture or recording',
      [...media.pictures, ...media.recordings].map((each) => each.key),
    );
    for (const topic of topics) {
      const id = this.topics.get(topic.slug);
      for (const tag of topic.tags) this.topicsByTag.set(tag, [...(this.topicsByTag.get(tag) ?? []), id]);
    }
    for (const recording of media.recordings) if (recording.poster) this.posters.set(recording.key, recording.poster);
    this.addNewsroom();
    this.addMedia(media);
  }

  /** Stories added so far. */
  get storyCount(): number {
    return this.tables.story.count;
  }

  /** @throws when the story names a section, person, picture … that the demo does not have. */
  add(story: NewStory): void {
    const { publishedAt } = story;
    const id = story.key === undefined ? this.stories.add(`#${this.stories.size}`) : this.stories.add(story.key);
    const body =
      typeof story.body === 'string' ? markdownToBody(story.body, (key) => this.media.find(key) ?? null) : story.body;
    const corrections = story.correction.map(({ hoursAgo, text }) => ({ at: this.since(hoursAgo, publishedAt), text }));
    const changes = [
      ...(story.updatedHoursAgo === undefined ? [] : [this.since(story.updatedHoursAgo, publishedAt)]),
      ...corrections.map((correction) => correction.at),
    ];
    const updatedAt = changes.length === 0 ? null : new Date(Math.max(...changes.map(Number)));
    const withdrawnAt = story.withdrawn ? this.since(story.withdrawn.hoursAgo, publishedAt) : null;
    const [firstAuthor] = story.authors;
    const lead = story.lead ?? (story.media === undefined ? undefined : this.posters.get(story.media));

    this.tables.story.add(
      ...[id, story.kind, withdrawnAt ? 'withdrawn' : 'published', story.title, story.listTitle, story.subtitle],
      ...[story.summary, body, bodyWordCount(body), this.sections.get(story.section ?? 'culture')],
      ...[this.sources.get(story.source), story.original?.url, story.original?.title, story.original?.author],
      ...[story.editor, this.media.maybe(lead), this.media.maybe(story.media), this.shows.maybe(story.show)],
      ...[story.episode, story.kind === 'post' ? this.blogs.get(firstAuthor ?? '') : null],
      ...[publishedAt, updatedAt, withdrawnAt, story.withdrawn?.reason, publishedAt],
    );
    // Terms are letters and digits alone: nothing in them needs quoting in an array.
    this.tables.storyTerms.add(
      id,
      `{${titleTerms(story.title)
        .map((term) => `"${term}"`)
        .join(',')}}`,
    );
    for (const [position, slug] of [...new Set(story.authors)].entries()) {
      this.tables.storyAuthor.add(id, this.authors.get(slug), position);
    }
    for (const [position, topicId] of this.topicsOf(story).entries()) this.tables.storyTopic.add(id, topicId, position);
    for (const [index, { picture, caption }] of story.pictures.entries()) {
      this.tables.storyMedia.add(id, index + 1, this.media.get(picture), caption);
    }
    for (const { at, text } of corrections) this.tables.correction.add(this.tables.correction.count + 1, id, at, text);
  }

  /** What editors curate: the slots, picks beside the front page's lead, and what opens topics. */
  addCuration(): void {
    this.addOpenings();
    const positions = new Map<string, number>();
    for (const { slot, section, story, title, pinned = false } of slots) {
      const place = `${slot} ${section}`;
      const position = (positions.get(place) ?? 0) + 1;
      positions.set(place, position);
      const id = this.tables.slotItem.count + 1;
      this.tables.slotItem.add(
        id,
        slot,
        section && this.sections.get(section),
        position,
        this.stories.get(story),
        title,
        pinned,
      );
    }
    const lead = slots.find(({ slot }) => slot === 'front-lead');
    const others = slots.filter(({ slot }) => slot === 'front-carousel').slice(0, 3);
    if (!lead) return;
    for (const [index, { story }] of others.entries()) {
      this.tables.storyPick.add(this.stories.get(lead.story), index + 1, this.stories.get(story));
    }
  }

  /** Reads of the last two weeks (`readings.ts`), kept as the newsroom would have kept them by now. */
  addReadings(stories: readonly ReadStory[]): void {
    const { hours, days, totals, visits } = readings(
      stories,
      new Set(slots.map(({ story }) => this.stories.get(story))),
      this.now,
    );
    for (const { story, hour, reads } of hours) this.tables.readHour.add(story, hour, reads);
    for (const { story, day, reads } of days) this.tables.readDay.add(day, story, reads);
    for (const { story, reads } of totals) this.tables.readTotal.add(story, reads);
    for (const { hour, section, visit, reads } of visits) this.tables.visitHour.add(hour, section, visit, reads);
  }

  /** Sends every row that was added since the last time, tables that others point to first. */
  async send(sql: TransactionSql): Promise<void> {
    for (const table of Object.values(this.tables)) await table.send(sql);
  }

  async continueIds(sql: TransactionSql): Promise<void> {
    const { section, source, media, author, blog, show, topic, story, correction, slotItem } = this.tables;
    for (const table of [section, source, media, author, blog, show, topic, story, correction, slotItem]) {
      await table.continueIds(sql);
    }
  }

  private addNewsroom(): void {
    for (const [position, { slug, name, description, parent }] of sections.entries()) {
      this.tables.section.add(this.sections.get(slug), slug, name, description, this.sections.maybe(parent), position);
    }
    for (const { slug, name, url, kind } of sources)
      this.tables.source.add(this.sources.get(slug), slug, name, url, kind, kind !== 'own' && url !== null);
    for (const author of authors) {
      this.tables.author.add(this.authors.get(author.slug), author.slug, author.name, author.role, author.bio);
      if ('columnName' in author) {
        this.tables.blog.add(this.blogs.get(author.slug), this.authors.get(author.slug), author.columnName, author.bio);
      }
    }
    for (const { slug, name, kind, description, host, cover } of shows) {
      this.tables.show.add(
        this.shows.get(slug),
        slug,
        name,
        kind,
        description,
        this.authors.get(host),
        this.media.get(cover),
      );
    }
    for (const topic of topics) {
      this.tables.topic.add(
        ...[this.topics.get(topic.slug), topic.slug, topic.name, 'special', topic.description],
        this.media.maybe(topic.lead),
      );
    }
  }

  private addOpenings(): void {
    for (const { slug, introduction, leadStory, milestones } of topics) {
      if (!introduction) continue;
      const id = this.topics.get(slug);
      const timeline = milestones ? 'chosen' : 'stories';
      this.tables.topicOpening.add(id, introduction.join('\n'), this.stories.maybe(leadStory), timeline);
      for (const story of milestones ?? []) this.tables.topicMilestone.add(id, this.stories.get(story));
    }
  }

  private addMedia({ pictures, recordings }: Stored): void {
    for (const { key, file, stored, color, focalX, focalY, alt, caption, credit, licence, aiMade } of pictures) {
      this.tables.media.add(
        ...[
          this.media.get(key),
          'image',
          stored.hash,
          stored.file,
          stored.mime,
          stored.bytes,
          stored.width,
          stored.height,
        ],
        ...[color ?? stored.color, focalX, focalY, alt, caption, credit, licence, aiMade, stored.widths],
        ...[null, null, null, [], stored.original, file],
      );
    }
    for (const { key, kind, file, title, stored, width, height, durationSeconds, poster, chapters } of recordings) {
      this.tables.media.add(
        ...[this.media.get(key), kind, stored.hash, stored.file, stored.mime, stored.bytes, width, height],
        ...[null, 0.5, 0.5, '', title, '渭水新闻', 'CC BY 4.0', false, []],
        ...[Math.round(durationSeconds), this.media.maybe(poster), stored.captionsFile, chapters],
        ...[stored.original, file],
      );
    }
  }

  /** Dossiers first: those that the story names and those that its tags belong to; then its tags. */
  private topicsOf(story: NewStory): number[] {
    return [
      ...new Set([
        ...story.topics.map((slug) => this.topics.get(slug)),
        ...story.tags.flatMap((tag) => this.topicsByTag.get(tag) ?? []),
        ...story.tags.map((tag) => this.tag(tag)),
      ]),
    ];
  }

  /** Id of a tag, which is made when it is met for the first time. */
  private tag(name: string): number {
    const known = this.tags.get(name);
    if (known !== undefined) return known;
    const slug = uniqueSlug(slugOf(name), this.slugs);
    const id = this.topics.add(`tag ${name}`);
    this.tags.set(name, id);
    this.tables.topic.add(id, slug, name, 'tag', '', null);
    return id;
  }

  private since(hoursAgo: number, earliest: Date): Date {
    return new Date(Math.max(this.now.getTime() - hoursAgo * hour, earliest.getTime()));
  }
}

/** A name as a slug: Chinese by its reading without tones (`maijishan`), Latin and digits as they are. */
export function slugOf(name: string): string {
  const reading = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).join('');
  const slug = reading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug === '' ? 'tag' : slug;
}

/** The slug, or the slug with the first number from 2 that makes it new; it is then taken. */
export function uniqueSlug(slug: string, taken: Set<string>): string {
  let unique = slug;
  for (let number = 2; taken.has(unique); number += 1) unique = `${slug}-${number}`;
  taken.add(unique);
  return unique;
}
