import { all, announce, define, reveal } from './dom.ts';
import { strings } from './strings.ts';

/** How long a button says what it did, in milliseconds. */
const saying = 2500;

/** `<ws-share data-url data-title>`: the system's share sheet and the clipboard, beside a WeChat code that needs neither. */
export function defineShare(): void {
  define('ws-share', (host) => {
    const url = new URL(host.dataset.url ?? location.href, location.href).href;
    const title = host.dataset.title ?? document.title;
    const native = host.querySelector<HTMLElement>('[data-do="native"]');
    const copy = host.querySelector<HTMLElement>('[data-do="copy"]');

    if (native && typeof navigator.share === 'function') {
      native.addEventListener('click', () => {
        // Rejected where the reader closed the sheet: nothing to say.
        navigator.share({ title, url }).catch(() => {});
      });
      reveal(native);
    }
    if (copy) {
      copy.addEventListener('click', async () => {
        const said = (await copyText(url)) ? strings.copied : strings.copyFailed;
        copy.dataset.done = said;
        announce(said);
        setTimeout(() => delete copy.dataset.done, saying);
      });
      reveal(copy);
    }

    for (const details of all<HTMLDetailsElement>(host, 'details')) {
      details.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || !details.open) return;
        details.open = false;
        details.querySelector('summary')?.focus();
      });
      document.addEventListener('click', (event) => {
        if (!details.contains(event.target as Node)) details.open = false;
      });
    }
  });
}

/** The clipboard where there is one (only on https), else the way of older webviews. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.className = 'ws-status';
    field.readOnly = true;
    field.value = text;
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    field.setSelectionRange(0, text.length);
    const copied = document.execCommand('copy');
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return copied;
  }
}
