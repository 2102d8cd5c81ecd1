/**
 * 快讯: the bar above the page. What it says when the page is opened stands in the flow. What comes to an open page is fixed over
 * it, and what changes in a bar that stands keeps the bar's height, so nothing that is being read moves.
 */

import { dismissed, dismissLines } from './dismissed.ts';
import { all, announce, reveal, setHeight } from './dom.ts';

export const isBreaking = (host: Element) => host.getAttribute('name') === 'breaking';

/** Where nothing is breaking, a page with other panels is sent without the bar (`lib/cache/document.ts`): here is its place. */
export function placeBreaking(): void {
  const other = document.querySelector<HTMLElement>('ws-panel');
  if (!other || document.querySelector('ws-panel[name=breaking]')) return;
  const bar = document.createElement('ws-panel');
  bar.setAttribute('name', 'breaking');
  // Beside the other panel: it may be one in traditional characters.
  bar.dataset.href = (other.dataset.href ?? '').replace(/[^/]+$/, 'breaking');
  document.getElementById('main')?.before(bar);
}

/** Takes the lines that the reader has put away out of a bar, here or newly drawn. */
export function withoutDismissed(bar: Element): void {
  const gone = dismissed();
  for (const line of all(bar, 'li')) if (gone.includes(line.dataset.id ?? '')) line.remove();
  if (!bar.querySelector('li')) bar.textContent = '';
}

export function enhanceBreaking(host: HTMLElement): void {
  withoutDismissed(host);
  revealButton(host);
  host.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || !target.closest('button')) return;
    dismissLines(all(host, 'li').map(({ dataset }) => dataset.id ?? ''));
    host.textContent = '';
    setHeight(host, '', '');
    host.classList.remove('floats');
    document.getElementById('main')?.focus({ preventScroll: true });
  });
}

/** Puts a newer drawing into the bar. */
export function changeBreaking(host: HTMLElement, content: Element): void {
  const stands = host.childElementCount > 0 && !host.classList.contains('floats');
  if (stands) {
    const height = `${host.getBoundingClientRect().height}px`;
    setHeight(host, height, height);
    // Nothing of it is hidden for good; and a page that becomes another width lets it go, as it does every panel.
    host.style.overflow = 'auto';
  }
  const known = all(host, 'li').map(({ dataset }) => dataset.id);
  host.replaceChildren(...content.childNodes);
  host.classList.toggle('floats', !stands && host.childElementCount > 0);
  revealButton(host);
  const fresh = all(host, 'li').find(({ dataset }) => !known.includes(dataset.id));
  if (fresh) announce(`${host.querySelector('strong')?.textContent ?? ''} ${fresh.textContent ?? ''}`);
}

function revealButton(host: HTMLElement): void {
  for (const button of all(host, 'button')) reveal(button);
}
