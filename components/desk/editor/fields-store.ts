import { useSyncExternalStore } from 'react';
import type { Draft } from '#lib/desk/draft.ts';

export type Fields = Omit<Draft, 'body'>;

/** Everything of the draft but its text; each field is drawn when it changes itself. */
export class FieldsStore {
  #fields: Fields;
  readonly #listeners = new Set<() => void>();
  readonly #changed: () => void;

  /** @param changed called with every change that a person makes. */
  constructor(draft: Draft, changed: () => void) {
    const { body: _, ...fields } = draft;
    this.#fields = fields;
    this.#changed = changed;
  }

  get all(): Fields {
    return this.#fields;
  }

  set<K extends keyof Fields>(name: K, value: Fields[K]): void {
    if (Object.is(this.#fields[name], value)) return;
    this.#fields = { ...this.#fields, [name]: value };
    this.#tell();
    this.#changed();
  }

  /** Another text takes this one's place. */
  replace(draft: Draft): void {
    const { body: _, ...fields } = draft;
    this.#fields = fields;
    this.#tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function useField<K extends keyof Fields>(store: FieldsStore, name: K): [Fields[K], (value: Fields[K]) => void] {
  const read = () => store.all[name];
  return [useSyncExternalStore(store.subscribe, read, read), (value) => store.set(name, value)];
}
