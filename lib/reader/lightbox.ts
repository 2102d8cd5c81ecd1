import { all, define } from './dom.ts';

/** A finger that went this far, in CSS pixels, meant it. */
const swipe = 48;

/**
 * `<ws-lightbox>`: the overlays are `:target` sections with addresses of their own and work without script. This adds keys,
 * swiping and the focus of a dialog. Opening is a step in the history, going on replaces it, so that Back always closes.
 */
export function defineLightbox(): void {
  define('ws-lightbox', (host) => {
    const boxes = all(host, '.lightbox');
    let shown: HTMLElement | null = null;
    /** The page without an overlay is one step back. */
    let entered = false;
    let opener: Element | null = null;
    /** The words on the link that was pressed, whose like in the next overlay takes the focus. */
    let pressed: string | null = null;

    const links = (box: Element) =>
      all<HTMLAnchorElement>(box, 'a[href]').filter((link) => link.getClientRects().length > 0);
    const boxOf = (hash: string) => boxes.find(({ id }) => id !== '' && `#${id}` === hash) ?? null;
    const hashOf = (link: HTMLAnchorElement) => link.getAttribute('href')?.match(/^#.*/)?.[0] ?? '';
    const nameOf = (link: Element) => link.getAttribute('aria-label') ?? link.textContent;

    const turn = (box: HTMLElement | null | undefined) => {
      if (!box || !shown) return;
      const active = document.activeElement;
      pressed = active && active !== shown && shown.contains(active) ? nameOf(active) : null;
      // Only a real navigation moves `:target`; history.replaceState does not.
      location.replace(`#${box.id}`);
      sync();
    };
    /** Round at both ends, as the links go. */
    const go = (direction: number) => {
      if (shown) turn(boxes[(boxes.indexOf(shown) + direction + boxes.length) % boxes.length]);
    };

    const close = () => {
      const away =
        shown &&
        links(shown)
          .map(hashOf)
          .find((hash) => hash !== '' && !boxOf(hash));
      if (entered) history.back();
      else location.replace(away ?? '#');
    };

    const show = (box: HTMLElement) => {
      if (!shown) opener = document.activeElement;
      box.setAttribute('role', 'dialog');
      box.setAttribute('aria-modal', 'true');
      box.tabIndex = -1;
      shown = box;
      const same = pressed ? links(box).find((link) => nameOf(link) === pressed) : undefined;
      pressed = null;
      // A reader who is at one of its links already stays there.
      if (!box.contains(document.activeElement)) (same ?? box).focus({ preventScroll: true });
      const at = boxes.indexOf(box);
      for (const beside of [boxes[at + 1], boxes[at - 1]]) {
        for (const picture of beside ? all<HTMLImageElement>(beside, 'img') : []) picture.loading = 'eager';
      }
    };

    const hide = () => {
      const last = shown;
      shown = null;
      const thumbnail = all<HTMLAnchorElement>(host, 'a[href]').find(
        (link) => hashOf(link) === `#${last?.id}` && !link.closest('.lightbox'),
      );
      const back = thumbnail ?? opener;
      if (back instanceof HTMLElement) back.focus({ preventScroll: thumbnail === opener });
    };

    /** What the address says is shown. It is ahead of its event, and readers can be faster than that too. */
    const sync = () => {
      const box = boxOf(location.hash);
      if (box && box !== shown) {
        if (!shown) entered = true;
        show(box);
      } else if (!box && shown) {
        hide();
      }
    };

    addEventListener('hashchange', sync);
    const first = boxOf(location.hash);
    if (first) show(first);

    host.addEventListener('click', (event) => {
      sync();
      if (!shown || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      const target = event.target as Element;
      const link = target.closest<HTMLAnchorElement>('a[href]');
      if (target === shown) {
        close();
      } else if (link && hashOf(link) !== '' && shown.contains(link)) {
        event.preventDefault();
        if (boxOf(hashOf(link))) turn(boxOf(hashOf(link)));
        else close();
      }
    });

    document.addEventListener('keydown', (event) => {
      sync();
      if (!shown || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowLeft') go(-1);
      else if (event.key === 'ArrowRight') go(1);
      else if (event.key === 'Escape') close();
      else if (event.key === 'Tab') keepFocus(event, shown, links(shown));
      else return;
      if (event.key !== 'Tab') event.preventDefault();
    });

    let startX = 0;
    let startY = 0;
    let single = false;
    host.addEventListener(
      'touchstart',
      ({ touches }) => {
        // Two fingers, or a picture already enlarged: the reader is looking closer, not further.
        single = touches.length === 1 && (window.visualViewport?.scale ?? 1) < 1.05;
        startX = touches[0]?.clientX ?? 0;
        startY = touches[0]?.clientY ?? 0;
      },
      { passive: true },
    );
    host.addEventListener('touchend', ({ changedTouches }) => {
      const end = changedTouches[0];
      sync();
      if (!shown || !single || !end) return;
      single = false;
      const x = end.clientX - startX;
      const y = end.clientY - startY;
      if (Math.abs(x) > swipe && Math.abs(x) > 1.5 * Math.abs(y)) go(x < 0 ? 1 : -1);
      else if (y > 2 * swipe && y > 1.5 * Math.abs(x)) close();
    });
  });
}

/** Tab goes round inside the dialog. */
function keepFocus(event: KeyboardEvent, box: HTMLElement, stops: HTMLElement[]): void {
  const active = document.activeElement;
  const first = stops[0];
  const last = stops[stops.length - 1];
  const leaving =
    !box.contains(active) || active === (event.shiftKey ? first : last) || (event.shiftKey && active === box);
  if (!leaving || !first || !last) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
