/**
 * `<ws-panel name data-href>`: a list that other people's publishing changes while it is read. When the live channel names it,
 * its own small page is fetched, compared, and swapped in; at once where the reader has the panel's beginning in view, else
 * when it comes into view or the pill is pressed. The panel keeps its height to the pixel, so nothing on the page moves.
 */
import { backoff, between } from './backoff.ts';
import { changeBreaking, enhanceBreaking, isBreaking, placeBreaking, withoutDismissed } from './breaking.ts';
import { type Difference, type Drawn, difference } from './diff.ts';
import { all, define, motion, setHeight } from './dom.ts';
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
  /** Waits for the moment at which it changes by itself. */
  turn: ReturnType<typeof setTimeout> | undefined;
  watch: IntersectionObserver | null;
};

const item = '[data-id]';
/** Its changes are no news: it says nothing of them. */
const quiet = '[data-quiet]';
const panels: Panel[] = [];
let stillTimer: ReturnType<typeof setTimeout> | undefined;
/** Milliseconds over which a crowd's requests are spread. */
const spread = 400;
/** A cache in front may answer up to a second old, so a panel is looked at once more after this, in milliseconds. */
const edgeLife: readonly [number, number] = [1200, 1700];
const patience = 4;
/** A pointer that moved less than this long ago, in milliseconds, is about to press something. */
const stillness = 2000;
/** The longest that a timer waits, in milliseconds: beyond 24 days it would not wait at all. */
const day = 86_400_000;
/** A panel whose moment is over for the server too, and which has not changed, is looked at again after this, in milliseconds. */
const overdue: readonly [number, number] = [30_000, 60_000];
/** Milliseconds by which the reader's clock is ahead of the server's, as the last answer told. */
let ahead = 0;

export function definePanel(): void {
  let following = false;
  placeBreaking();
  define('ws-panel', (host) => {
    const panel: Panel = {
      host,
      drawn: null,
      pending: null,
      looks: 0,
      looking: false,
      aimed: 0,
      turn: undefined,
      watch: null,
    };
    panels.push(panel);
    if (isBreaking(host)) enhanceBreaking(host);
    awaitTurn(panel, 0);
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

  document.addEventListener('visibilitychange', () => {
    for (const panel of panels) awaitTurn(panel, 0);
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

/**
 * Looks at a panel at the moment at which it changes by itself (`data-until`, seconds since 1970): no event tells of it.
 * @param least milliseconds to wait where that moment is over.
 */
function awaitTurn(panel: Panel, least: number): void {
  clearTimeout(panel.turn);
  const until = Number(panel.host.dataset.until) * 1000;
  if (!until || document.hidden) return;
  const left = until - (Date.now() - ahead);
  const wait = left > 0 ? left : least;
  panel.turn = setTimeout(() => (wait > day ? awaitTurn(panel, 0) : void refresh(panel, 2)), Math.min(wait, day));
}

async function load(host: HTMLElement): Promise<Element | null> {
  const response = await fetch(host.dataset.href ?? '', { cache: 'no-cache' });
  if (!response.ok) return null;
  const { headers } = response;
  // A cache in front may say how old its answer is.
  const now = Date.parse(headers.get('date') ?? '') + Number(headers.get('age')) * 1000;
  if (now) ahead = Date.now() - now;
  return new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('ws-panel');
}

function arrive(panel: Panel, content: Element): void {
  if (isBreaking(content)) withoutDismissed(content);
  panel.drawn ??= listsOf(panel.host).map(drawingOf);
  const drawn = panel.drawn;
  const lists = listsOf(content);
  const differences = lists.map((list, at) => difference(drawn[at] ?? [], list));
  const same = lists.length === drawn.length && differences.every((found) => found.same);
  panel.pending = same ? null : { content, lists, differences };
  panel.host.dataset.until = content.getAttribute('data-until') ?? '';
  awaitTurn(panel, between(...overdue));
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
  const unseen = new Set(
    newsOf(panels).flatMap(({ pending }) => pending?.differences.flatMap(({ added }) => added) ?? []),
  );
  showPill(unseen.size, showNews);
}

function showNews(): void {
  const first = newsOf(panels).find(({ pending }) => pending?.differences.some(({ added }) => added.length > 0));
  for (const panel of panels) if (panel.pending) swap(panel, panel.pending);
  settleAll();
  if (!first) return;
  first.host.scrollIntoView({ block: 'start', behavior: motion() });
  first.host.querySelector<HTMLElement>('a.is-new, .is-new a')?.focus({ preventScroll: true });
}

function newsOf(all: readonly Panel[]): Panel[] {
  return all.filter(({ host }) => !host.matches(quiet));
}

/** The first that is drawn: a panel of several lists may show one of them alone. */
function firstDrawn(host: HTMLElement): Element {
  return all(host, item).find((one) => one.getClientRects().length > 0) ?? host.querySelector(item) ?? host;
}

function disturbs({ host, aimed }: Panel, { lists }: Pending): boolean {
  // Whoever is about to follow a line of it is not disturbed; nothing else of it disturbs.
  if (isBreaking(host)) return focusedItem(host) !== null || Date.now() - aimed < stillness;
  const first = firstDrawn(host);
  // Not drawn at this width: nobody sees it.
  if (first.getClientRects().length === 0) return false;
  const { top, left } = first.getBoundingClientRect();
  const edge = first.parentElement?.getBoundingClientRect().left ?? 0;
  const outOfView = top < -1 || top >= innerHeight || left < edge - 8;
  const focused = focusedItem(host);
  const losesFocus = focused !== null && !lists.some((list) => list.some(({ id }) => id === focused.dataset.id));
  return (outOfView && !host.matches(quiet)) || losesFocus || Date.now() - aimed < stillness;
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
  panel.watch.observe(firstDrawn(panel.host));
}

function swap(panel: Panel, pending: Pending): void {
  if (isBreaking(panel.host)) {
    changeBreaking(panel.host, pending.content);
    settled(panel, pending);
  } else swapItems(panel, pending);
}

function settled(panel: Panel, { lists }: Pending): void {
  panel.drawn = lists.map(drawingOf);
  panel.pending = null;
  panel.watch?.disconnect();
  panel.watch = null;
}

function swapItems(panel: Panel, pending: Pending): void {
  const { content, lists, differences } = pending;
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
  for (const element of all(host, item))
    element.classList.toggle('is-new', !host.matches(quiet) && added.has(element.dataset.id ?? ''));

  settled(panel, pending);
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
