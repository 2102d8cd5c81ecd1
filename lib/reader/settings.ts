import { all, announce, define, reveal, setUsable } from './dom.ts';
import { applyPreferences, choose, preference, preferencesChanged, systemTheme } from './preferences.ts';
import { recall } from './storage.ts';
import { strings } from './strings.ts';

/** `<ws-font-size>`, `<ws-theme>` and `<ws-care>`: the switches of what `prefs.ts` puts in force on the next page. */
export function defineSettings(): void {
  define('ws-font-size', (host) => {
    const buttons = all(host, '[data-step]');
    const after = (button: HTMLElement) => Number(preference('font-size') ?? 2) + Number(button.dataset.step);
    const usable = (button: HTMLElement) => after(button) >= 1 && after(button) <= strings.fontSizes.length;
    for (const button of buttons) {
      button.addEventListener('click', () => {
        if (usable(button)) choose('font-size', String(after(button)));
        announce(strings.fontSize(strings.fontSizes[Number(preference('font-size')) - 1] ?? ''));
      });
      reveal(button);
    }
    follow(() => {
      for (const button of buttons) setUsable(button, usable(button));
    });
  });

  define('ws-theme', (host) => {
    toggle(
      host,
      () => preference('theme') === 'dark',
      (on) => choose('theme', on ? 'dark' : 'light'),
    );
  });

  define('ws-care', (host) => {
    toggle(
      host,
      () => preference('care') === 'on',
      (on) => {
        choose('care', on ? 'on' : null);
        announce(on ? strings.careOn : strings.careOff);
      },
    );
  });

  const refresh = () => {
    applyPreferences();
    document.dispatchEvent(new Event(preferencesChanged));
  };
  addEventListener('storage', (event) => {
    if (event.key === null || event.key.startsWith('ws-')) refresh();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) refresh();
  });
  // Where a media query cannot be listened to (Safari before 14), the next page follows the system.
  matchMedia('(prefers-color-scheme: dark)').addEventListener?.('change', () => {
    if (recall('ws-theme') === null) choose('theme', systemTheme());
  });
}

function toggle(host: HTMLElement, isOn: () => boolean, set: (on: boolean) => void): void {
  const button = host.querySelector('button');
  if (!button) return;
  button.addEventListener('click', () => set(!isOn()));
  follow(() => button.setAttribute('aria-pressed', String(isOn())));
  reveal(button);
}

function follow(show: () => void): void {
  show();
  document.addEventListener(preferencesChanged, show);
}
