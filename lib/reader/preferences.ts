import { recall, remember } from './storage.ts';

/** Light or dark, 字号, and 关怀版. Each is an attribute of `<html>`, so that style sheets need nothing else. */
export type Preference = 'theme' | 'font-size' | 'care';

const allowed: Record<Preference, RegExp> = { theme: /^(light|dark)$/, 'font-size': /^[1-4]$/, care: /^on$/ };

/** Sent to `document` after a preference changed here, in another tab, or while the page slept in the back/forward cache. */
export const preferencesChanged = 'ws-preferences';

/** The theme that the system asks for. */
export function systemTheme(): 'light' | 'dark' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** What is in force on this page. */
export function preference(name: Preference): string | null {
  return document.documentElement.getAttribute(`data-${name}`);
}

/** Puts what the reader chose earlier, or the default, on `<html>`. */
export function applyPreferences(): void {
  show('theme', chosen('theme') ?? systemTheme());
  show('font-size', chosen('font-size') ?? '2');
  show('care', chosen('care'));
}

/** Puts a choice in force and keeps it. The default is not kept, so that a reader who returns to it follows it again. */
export function choose(name: Preference, value: string | null): void {
  const standard = name === 'theme' ? systemTheme() : name === 'font-size' ? '2' : null;
  show(name, value);
  remember(`ws-${name}`, value === standard ? null : value);
  document.dispatchEvent(new Event(preferencesChanged));
}

function chosen(name: Preference): string | null {
  const value = recall(`ws-${name}`);
  return value !== null && allowed[name].test(value) ? value : null;
}

function show(name: Preference, value: string | null): void {
  const root = document.documentElement;
  if (value === null) root.removeAttribute(`data-${name}`);
  else root.setAttribute(`data-${name}`, value);
}
