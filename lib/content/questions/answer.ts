/** What a question answers: the view model, and what it depends on. */
export type Answer<T> = {
  value: T;
  /** Names (`lib/cache/tags.ts`) of everything that the value shows or was chosen by. */
  tags: string[];
  /** When the value changes by itself, without an event: a slot's item that begins or ends. */
  until?: Date | null;
};

/** Each name once, without what is absent. */
export function names(...parts: (string | null | undefined | readonly string[])[]): string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [part] : (part ?? []))))];
}
