import { all, announce, define, reveal } from './dom.ts';
import { clock, parsePositions, withPosition, worthResuming } from './positions.ts';
import { recall, remember } from './storage.ts';
import { strings } from './strings.ts';

const positionsKey = 'ws-positions';
const speedKey = 'ws-speed';
/** Seconds of playing between two notes of where it is. */
const noteEvery = 5;

/** `<ws-player data-key>`: goes on where the reader left off, at the reader's speed; chapters seek; one plays at a time. */
export function definePlayer(): void {
  document.addEventListener(
    'play',
    (event) => {
      for (const other of all<HTMLMediaElement>(document, 'audio, video')) if (other !== event.target) other.pause();
    },
    true,
  );

  define('ws-player', (host) => {
    const media = host.querySelector<HTMLMediaElement>('audio, video');
    if (!media) return;
    const key = host.dataset.key;
    let noted = 0;

    const note = (seconds: number) => {
      if (!key) return;
      noted = seconds;
      const positions = withPosition(parsePositions(recall(positionsKey)), key, Math.floor(seconds));
      remember(positionsKey, JSON.stringify(positions));
    };
    const noteHere = () => {
      if (media.currentTime > 0 && !media.ended) note(media.currentTime);
    };

    const seek = (seconds: number) => {
      if (media.readyState > 0) media.currentTime = seconds;
      else media.addEventListener('loadedmetadata', () => (media.currentTime = seconds), { once: true });
    };

    const chapters = all<HTMLAnchorElement>(host, '[data-at]');
    const start = (chapter: HTMLElement) => Number(chapter.dataset.at);
    const markChapter = () => {
      const current = chapters.filter((chapter) => start(chapter) <= media.currentTime).pop();
      for (const chapter of chapters) {
        if (chapter === current) chapter.setAttribute('aria-current', 'true');
        else chapter.removeAttribute('aria-current');
      }
    };
    for (const chapter of chapters) {
      chapter.addEventListener('click', (event) => {
        event.preventDefault();
        seek(start(chapter));
        // Refused where the browser wants a tap on the player itself: it then stands ready at the chapter.
        media.play().catch(() => {});
      });
    }

    const asked = /^#t=(\d+)$/.exec(location.hash)?.[1];
    const left = parsePositions(recall(positionsKey)).find(([other]) => other === key)?.[1] ?? 0;
    const begin = () => {
      if (asked !== undefined) {
        media.currentTime = Number(asked);
      } else if (media.currentTime === 0 && worthResuming(left, media.duration)) {
        media.currentTime = left;
        announce(strings.resumedAt(clock(left)));
      }
    };
    if (media.readyState > 0) begin();
    else media.addEventListener('loadedmetadata', begin, { once: true });

    media.addEventListener('timeupdate', () => {
      markChapter();
      if (!media.paused && Math.abs(media.currentTime - noted) >= noteEvery) noteHere();
    });
    media.addEventListener('pause', noteHere);
    media.addEventListener('ended', () => note(0));
    addEventListener('pagehide', noteHere);

    const speed = host.querySelector<HTMLSelectElement>('select[data-do="speed"]');
    if (!speed) return;
    const setSpeed = (value: string) => {
      speed.value = value;
      media.defaultPlaybackRate = media.playbackRate = Number(value);
    };
    const kept = recall(speedKey);
    if (kept !== null && [...speed.options].some((option) => option.value === kept)) setSpeed(kept);
    speed.addEventListener('change', () => {
      setSpeed(speed.value);
      remember(speedKey, speed.value);
    });
    reveal(speed);
  });
}
