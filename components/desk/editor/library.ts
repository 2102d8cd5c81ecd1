import type { NameOf } from '#lib/desk/diff.ts';
import type { Draft } from '#lib/desk/draft.ts';
import { bodyReferences } from '#lib/text/body.ts';
import type { Choice, EditorPort, Lookup, MediaCard, Named, SectionChoice, StoryCardData } from './port.ts';
import { editorStrings } from './strings.ts';

export const lookups: readonly Lookup[] = ['authors', 'topics', 'sources', 'shows', 'blogs'];

/** What ids stand for: filled by what was loaded, found and uploaded; asks for the rest once. */
export class Library {
  readonly #port: Pick<EditorPort, 'named'>;
  readonly #media = new Map<number, MediaCard | null>();
  readonly #stories = new Map<number, StoryCardData | null>();
  readonly #choices = new Map<string, Choice | null>();
  #sections: SectionChoice[] = [];
  readonly #listeners = new Set<() => void>();
  #edition = 0;

  constructor(port: Pick<EditorPort, 'named'>) {
    this.#port = port;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** Grows with everything that becomes known. */
  edition = (): number => this.#edition;

  learn(named: Partial<Named>): void {
    for (const card of named.media ?? []) this.#media.set(card.id, card);
    for (const card of named.stories ?? []) this.#stories.set(card.id, card);
    for (const what of lookups)
      for (const choice of named.choices?.[what] ?? []) this.#choices.set(`${what} ${choice.id}`, choice);
    this.#changed();
  }

  learnChoices(what: Lookup, choices: Choice[]): void {
    for (const choice of choices) this.#choices.set(`${what} ${choice.id}`, choice);
    this.#changed();
  }

  learnSections(sections: SectionChoice[]): void {
    this.#sections = sections;
    this.#changed();
  }

  get sections(): SectionChoice[] {
    return this.#sections;
  }

  /** null: it does not exist; undefined: not known yet. */
  media(id: number): MediaCard | null | undefined {
    return this.#media.get(id);
  }
  story(id: number): StoryCardData | null | undefined {
    return this.#stories.get(id);
  }
  choice(what: Lookup, id: number): Choice | null | undefined {
    return this.#choices.get(`${what} ${id}`);
  }

  /** Asks for what this draft names and is not known. Rejects when nobody answers. */
  async complete(draft: Draft): Promise<void> {
    const named = bodyReferences(draft.body);
    const ids = (list: readonly (number | null)[], known: (id: number) => boolean) =>
      [...new Set(list)].filter((id): id is number => id !== null && !known(id));
    const choices = (what: Lookup, list: readonly (number | null)[]) =>
      ids(list, (id) => this.#choices.has(`${what} ${id}`));
    const pictures = [
      ...named.media,
      ...named.programmes,
      draft.leadMediaId,
      draft.mediaId,
      ...draft.gallery.map(({ mediaId }) => mediaId),
    ];
    const wanted = {
      media: ids(pictures, (id) => this.#media.has(id)),
      stories: ids([...named.stories, ...draft.pickIds], (id) => this.#stories.has(id)),
      authors: choices('authors', draft.authorIds),
      topics: choices('topics', draft.topicIds),
      sources: choices('sources', [draft.sourceId]),
      shows: choices('shows', [draft.showId]),
      blogs: choices('blogs', [draft.blogId]),
    };
    if (Object.values(wanted).every((list) => list.length === 0)) return;
    const found = await this.#port.named(wanted);
    for (const id of wanted.media) this.#media.set(id, null);
    for (const id of wanted.stories) this.#stories.set(id, null);
    for (const what of lookups) for (const id of wanted[what]) this.#choices.set(`${what} ${id}`, null);
    this.learn(found);
  }

  /** What stands for an id where text is compared. */
  nameOf: NameOf = (what, id) => {
    const missing = editorStrings.form.missing(id);
    switch (what) {
      case 'section':
        return this.#sections.find((section) => section.id === id)?.name ?? missing;
      case 'media': {
        const media = this.media(id);
        return media
          ? `${editorStrings.media.titles[media.kind].slice(1)}“${media.caption || media.alt || media.id}”`
          : missing;
      }
      case 'story':
        return this.story(id)?.title ?? missing;
      default:
        return this.choice(`${what}s`, id)?.name ?? missing;
    }
  };

  #changed(): void {
    this.#edition += 1;
    for (const listener of this.#listeners) listener();
  }
}
