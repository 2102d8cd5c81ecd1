import { recall, remember } from './storage.ts';

const key = 'ws-breaking';
/** As many as a bar has in a few days. */
const most = 12;

/** Ids of the stories whose lines of 快讯 the reader has put away. */
export function dismissed(): string[] {
  return recall(key)?.match(/\d+/g) ?? [];
}

export function dismissLines(ids: readonly string[]): void {
  remember(key, [...ids, ...dismissed()].slice(0, most).join(' '));
}

/** Before the first paint: what was put away is not drawn, so that nothing jumps when the deferred script takes it out. */
export function hideDismissed(): void {
  const ids = dismissed();
  if (ids.length === 0 || !('adoptedStyleSheets' in document)) return;
  const gone = `:is(${ids.map((id) => `[data-id="${id}"]`).join(',')})`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`[name=breaking] li${gone},[name=breaking] section:not(:has(li:not(${gone}))){display:none}`);
  document.adoptedStyleSheets = [sheet];
}
