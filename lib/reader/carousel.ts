import { all, define, motion, reveal, setUsable } from './dom.ts';

/**
 * `<ws-carousel>`: buttons and arrow keys for a track that scrolls and snaps by itself. It never moves unasked.
 */
export function defineCarousel(): void {
  define('ws-carousel', (host) => {
    const track = host.querySelector<HTMLElement>('.track');
    if (!track) return;
    const buttons = all(host, '[data-go]');
    const slides = () => all(track, '.slide');
    const left = (slide: HTMLElement) =>
      slide.getBoundingClientRect().left - track.getBoundingClientRect().left + track.scrollLeft;
    const steps = (button: HTMLElement) => (button.dataset.go === 'prev' ? -1 : 1);
    const canGo = (direction: number) =>
      direction < 0 ? track.scrollLeft > 1 : track.scrollLeft < track.scrollWidth - track.clientWidth - 1;

    const go = (direction: number) => {
      const stops = slides().map(left);
      const start = stops[0] ?? 0;
      // The slide at the track's edge, whatever padding stands before the first.
      const at = stops.reduce(
        (best, stop, i) =>
          Math.abs(stop - start - track.scrollLeft) < Math.abs((stops[best] ?? 0) - start - track.scrollLeft)
            ? i
            : best,
        0,
      );
      const next = stops[at + direction];
      if (next !== undefined) track.scrollTo({ left: next - start, behavior: motion() });
    };

    let waiting = false;
    const update = () => {
      waiting = false;
      for (const button of buttons) setUsable(button, canGo(steps(button)));
    };
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(update);
    };

    for (const button of buttons) {
      button.addEventListener('click', () => go(steps(button)));
      reveal(button);
    }
    track.addEventListener('keydown', (event) => {
      const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (direction === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(direction);
    });
    track.addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    update();
  });
}
