import { all, announce, define, motion, reveal, setLabel } from './dom.ts';
import { mandarinVoice, speechPieces } from './speech.ts';
import { strings } from './strings.ts';

const readable = 'p, h2, h3, li, figcaption, blockquote';
/** A device that says nothing within this time, in milliseconds, is not going to. */
const patience = 8000;

type Piece = { text: string; block: HTMLElement };

/**
 * `<ws-read-aloud for="story-body">`: 朗读, piece by piece, with the block being read marked. Pausing stops the speech and
 * remembers the piece, as `speechSynthesis.pause()` cannot be resumed on Android.
 */
export function defineReadAloud(): void {
  define('ws-read-aloud', (host) => {
    const toggle = host.querySelector<HTMLElement>('[data-do="toggle"]');
    const end = host.querySelector<HTMLElement>('[data-do="stop"]');
    const speech = window.speechSynthesis as SpeechSynthesis | undefined;
    if (!toggle || !speech || typeof SpeechSynthesisUtterance === 'undefined') return;

    let pieces: Piece[] = [];
    let at = 0;
    let state: 'idle' | 'reading' | 'paused' = 'idle';
    /** Kept, or Chrome collects an utterance before it ends and never says that it did. */
    let utterance: SpeechSynthesisUtterance | null = null;
    let marked: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let scrolled = false;

    const mark = (block: HTMLElement | null) => {
      if (marked === block) return;
      marked?.classList.remove('is-spoken');
      block?.classList.add('is-spoken');
      marked = block;
      if (!block || scrolled) return;
      const { top, bottom } = block.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: 'center', behavior: motion() });
    };

    const enter = (next: typeof state) => {
      state = next;
      host.dataset.state = next;
      setLabel(toggle, next === 'idle' ? strings.read : next === 'reading' ? strings.pause : strings.resume);
      if (end) end.hidden = next === 'idle';
    };

    const silence = () => {
      clearTimeout(timer);
      // What is cancelled still tells that it ended; nobody must listen.
      utterance = null;
      speech.cancel();
    };

    const stop = () => {
      if (state === 'idle') return;
      silence();
      mark(null);
      at = 0;
      enter('idle');
    };

    const pause = () => {
      if (state !== 'reading') return;
      silence();
      enter('paused');
    };

    const fail = () => {
      stop();
      announce(strings.speechFailed);
      toggle.dataset.done = strings.speechFailed;
    };

    const speak = () => {
      const piece = pieces[at];
      if (!piece) {
        stop();
        return;
      }
      mark(piece.block);
      const current = new SpeechSynthesisUtterance(piece.text);
      utterance = current;
      current.lang = 'zh-CN';
      const voice = mandarinVoice(speech.getVoices());
      if (voice) current.voice = voice;
      current.onstart = () => clearTimeout(timer);
      current.onend = () => {
        if (utterance !== current) return;
        clearTimeout(timer);
        at += 1;
        speak();
      };
      current.onerror = () => {
        if (utterance === current) fail();
      };
      timer = setTimeout(fail, patience);
      speech.speak(current);
    };

    const start = () => {
      const body = document.getElementById(host.getAttribute('for') ?? '');
      if (!body) return;
      if (state === 'idle') pieces = piecesOf(body);
      delete toggle.dataset.done;
      scrolled = false;
      for (const media of all<HTMLMediaElement>(document, 'audio, video')) media.pause();
      speech.cancel();
      enter('reading');
      speak();
    };

    toggle.addEventListener('click', () => (state === 'reading' ? pause() : start()));
    end?.addEventListener('click', () => {
      stop();
      toggle.focus();
    });
    for (const type of ['wheel', 'touchmove', 'keydown'] as const) {
      addEventListener(
        type,
        (event) => {
          if (!(event instanceof KeyboardEvent) || /^(Page|Arrow|Home|End)/.test(event.key)) scrolled = true;
        },
        { passive: true },
      );
    }
    document.addEventListener('play', pause, true);
    addEventListener('pagehide', stop);
    // Some browsers load their voices when first asked.
    speech.getVoices();
    reveal(toggle);
  });
}

/** The blocks that hold text themselves and are drawn; a list item with paragraphs is read by its paragraphs. */
function piecesOf(body: HTMLElement): Piece[] {
  return all(body, readable)
    .filter((block) => !block.querySelector(readable) && block.getClientRects().length > 0)
    .flatMap((block) => speechPieces(block.textContent ?? '').map((text) => ({ text, block })));
}
