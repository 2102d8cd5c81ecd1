/**
 * `<ws-panel name data-href>`: a list that other people's publishing changes while it is read. When the live channel names it,
 * its own small page is fetched, compared, and swapped in; at once where the reader has the panel's beginning in view, else
 * when it comes into view or the pill is pressed. The panel keeps its height to the pixel, so nothing on the page moves.
 */
import { backoff, between } from './backoff.ts';
import { type Difference, type Drawn, difference } from './diff.ts';
import { all, define, motion } from './dom.ts';
import { followLive } from './live.ts';
import { showPill } from './pill.ts';

/** Items that stand beside each other: a panel's lines, or the one story that leads it. */
type List = (Drawn & { element: HTMLElement })[];

/** A newer drawing of a panel that is not in the page yet. */
type Pending = { content: Element; lists: List[]; differences: Difference[] };

type Panel = {
  host: HTMLElement;
  /** What the server drew last; the page itself may show less (see `keepHeight`) and marks what is new. Null until needed. */
  drawn: Drawn[][] | null;
  pending: Pending | null;
  /** How often it is still to be looked at. */
  looks: number;
  looking: boolean;
  /** When a pointer last moved over it, in milliseconds. */
  aimed: number;
  watch: IntersectionObserver | null;
};

const item = '[data-id]';
const panels: Panel[] = [];
let stillTimer: ReturnType<typeof setTimeout> | undefined;
/** Milliseconds over which a crowd's requests are spread. */
const spread = 400;
/** A cache in front may answer up to a second old, so a panel is looked at once more after this, in milliseconds. */
const edgeLife: readonly [number, number] = [1200, 1700];
const patience = 4;
/** A pointer that moved less than this long ago, in milliseconds, is about to press something. */
const stillness = 2000;

export function definePanel(): void {
  let following = false;
  define('ws-panel', (host) => {
    const panel: Panel = { host, drawn: null, pending: null, looks: 0, looking: false, aimed: 0, watch: null };
    panels.push(panel);
    host.addEventListener(
      'mousemove',
      ({ movementX, movementY }) => {
        // A browser also says so when it was the page that moved.
        if (movementX || movementY) panel.aimed = Date.now();
      },
      { passive: true },
    );
    host.addEventListener('mouseleave', () => {
      panel.aimed = 0;
      settleAll();
    });
    // The focus is still on its way when it leaves.
    host.addEventListener('focusout', () => setTimeout(settleAll));
    if (following) return;
    following = true;
    // The oldest panel decides from where the page's panels need telling.
    const ages = all(document, 'ws-panel[data-after]').map((panel) => Number(panel.dataset.after));
    followLive(ages.length > 0 ? String(Math.min(...ages)) : '', (names) => {
      for (const panel of panels) {
        if (names === null || names.includes(panel.host.getAttribute('name') ?? '')) void refresh(panel, names ? 2 : 1);
      }
    });
  });

  let width = innerWidth;
  addEventListener('resize', () => {
    if (width === innerWidth) return;
    width = innerWidth;
    for (const { host } of panels) setHeight(host, '', '');
  });
}

/** What happened just now is looked at twice; what was missed earlier, once. */
async function refresh(panel: Panel, looks: number): Promise<void> {
  panel.looks = Math.max(panel.looks, looks);
  if (panel.looking) return;
  panel.looking = true;
  let wait = between(0, spread);
  let failures = 0;
  while (panel.looks > 0) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    panel.looks -= 1;
    const content = await load(panel.host).catch(() => null);
    if (content) {
      failures = 0;
      wait = between(...edgeLife);
      arrive(panel, content);
    } else if (++failures < patience) {
      panel.looks += 1;
      wait = backoff(failures, 2000, 30_000);
    }
  }
  panel.looking = false;
}

async function load(host: HTMLElement): Promise<Element | null> {
  const response = await fetch(host.dataset.href ?? '', { cache: 'no-cache' });
  if (!response.ok) return null;
  return new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('ws-panel');
}

function arrive(panel: Panel, content: Element): void {
  panel.drawn ??= listsOf(panel.host).map(drawingOf);
  const drawn = panel.drawn;
  const lists = listsOf(content);
  const differences = lists.map((list, at) => difference(drawn[at] ?? [], list));
  const same = lists.length === drawn.length && differences.every((found) => found.same);
  panel.pending = same ? null : { content, lists, differences };
  settleAll();
}

/** Puts in what can be put in without disturbing anyone, and counts the rest on the pill. */
function settleAll(): void {
  clearTimeout(stillTimer);
  for (const panel of panels) {
    if (!panel.pending) continue;
    if (disturbs(panel, panel.pending)) watch(panel);
    else swap(panel, panel.pending);
  }
  const unseen = new Set(panels.flatMap(({ pending }) => pending?.differences.flatMap(({ added }) => added) ?? []));
  showPill(unseen.size, showNews);
}

function showNews(): void {
  const first = panels.find(({ pending }) => pending?.differences.some(({ added }) => added.length > 0));
  for (const panel of panels) if (panel.pending) swap(panel, panel.pending);
  settleAll();
  if (!first) return;
  first.host.scrollIntoView({ block: 'start', behavior: motion() });
  first.host.querySelector<HTMLElement>('a.is-new, .is-new a')?.focus({ preventScroll: true });
}

function disturbs({ host, aimed }: Panel, { lists }: Pending): boolean {
  const first = host.querySelector(item) ?? host;
  // Not drawn at this width: nobody sees it.
  if (first.getClientRects().length === 0) return false;
  const { top, left } = first.getBoundingClientRect();
  const edge = first.parentElement?.getBoundingClientRect().left ?? 0;
  const outOfView = top < -1 || top >= innerHeight || left < edge - 8;
  const focused = focusedItem(host);
  const losesFocus = focused !== null && !lists.some((list) => list.some(({ id }) => id === focused.dataset.id));
  return outOfView || losesFocus || Date.now() - aimed < stillness;
}

/** Looks again when the panel's first item comes into view, and when a pointer over it rests. */
function watch(panel: Panel): void {
  if (panel.aimed > 0) stillTimer = setTimeout(settleAll, stillness);
  if (panel.watch || typeof IntersectionObserver === 'undefined') return;
  panel.watch = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) settleAll();
    },
    { threshold: [0, 0.25, 0.5, 0.75, 1] },
  );
  panel.watch.observe(panel.host.querySelector(item) ?? panel.host);
}

function swap(panel: Panel, { content, lists, differences }: Pending): void {
  const { host } = panel;
  const height = host.getBoundingClientRect().height;
  const focused = focusedItem(host);
  const control = focused && document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const place = focused && control ? controlsOf(focused).indexOf(control) : -1;
  const here = listsOf(host);

  if (here.length === lists.length) {
    let changed = false;
    lists.forEach((list, at) => {
      const found = differences[at];
      const old = here[at] ?? [];
      changed ||= found?.same !== true;
      if (!changed) return;
      const elements = new Map(old.map(({ id, element }) => [id, element]));
      fill(
        old.map(({ element }) => element),
        list.map(({ id, element }) => (found?.kept.has(id) && elements.get(id)) || element),
      );
    });
  } else {
    host.textContent = '';
    host.append(...content.childNodes);
  }
  const added = new Set(differences.flatMap((found) => found.added));
  for (const element of all(host, item)) element.classList.toggle('is-new', added.has(element.dataset.id ?? ''));

  panel.drawn = lists.map(drawingOf);
  panel.pending = null;
  panel.watch?.disconnect();
  panel.watch = null;
  keepHeight(host, height);

  const successor = focused && all(host, item).find(({ dataset }) => dataset.id === focused.dataset.id);
  if (successor) controlsOf(successor)[place]?.focus({ preventScroll: true });
}

/** Fits new content into the panel's old height: the oldest items go where it is higher, room stays where it is lower. */
function keepHeight(host: HTMLElement, height: number): void {
  const excess = () => host.getBoundingClientRect().height - height;
  setHeight(host, '', '');
  if (height === 0) return;
  const last = listsOf(host).pop() ?? [];
  while (excess() > 0.5 && last.length > 1) {
    const before = excess();
    const oldest = last.pop()?.element;
    const place = oldest?.parentNode;
    oldest?.remove();
    if (excess() < before) continue;
    // Beside the others, not below them: it was not what made the panel high.
    if (oldest) place?.append(oldest);
    break;
  }
  const room = `${height}px`;
  if (Math.abs(excess()) >= 0.01) setHeight(host, room, excess() > 0 ? room : '');
}

function setHeight({ style }: HTMLElement, least: string, most: string): void {
  style.boxSizing = least && 'border-box';
  style.minHeight = least;
  style.maxHeight = most;
  style.overflow = most && 'hidden';
}

function focusedItem(host: HTMLElement): HTMLElement | null {
  const active = document.activeElement;
  return active && host.contains(active) ? active.closest<HTMLElement>(item) : null;
}

function controlsOf(element: Element): HTMLElement[] {
  return [...(element instanceof HTMLAnchorElement ? [element] : []), ...all(element, 'a, button')];
}

/** All at once and from nothing: elements that stayed while others came before them would count as shifted. */
function fill(old: Element[], nodes: Element[]): void {
  const place = document.createComment('');
  old[0]?.before(place);
  for (const element of old) element.remove();
  place.replaceWith(...nodes);
}

function drawingOf(list: List): Drawn[] {
  return list.map(({ id, markup }) => ({ id, markup }));
}

/** The lists of a panel, in order: its items by the element that they stand in. */
function listsOf(root: Element): List[] {
  const lists = new Map<Element | null, List>();
  for (const element of all(root, item)) {
    const list = lists.get(element.parentElement) ?? [];
    list.push({ id: element.dataset.id ?? '', markup: element.outerHTML, element });
    lists.set(element.parentElement, list);
  }
  return [...lists.values()];
}
