import { announce, define } from './dom.ts';
import { strings } from './strings.ts';

type Piece = { text: string; hit: boolean };
type Suggestion = { kind: 'story' | 'topic' | 'section'; label: Piece[]; href: string };

/** How long the reader has to stop typing before anything is asked, in milliseconds. */
const pause = 120;
/** How long nothing is asked after a refusal that names no time, in milliseconds. */
const usualRest = 10_000;

let lists = 0;

/**
 * `<ws-search>` around a form: suggestions as one types, as an editable combobox with a list (WAI-ARIA APG). Arrows choose, Enter goes there,
 * Escape closes; what an input method is still composing is left alone. Where the server refuses, the form works as it does without.
 */
export function defineSearch(): void {
  define('ws-search', (host) => {
    const form = host.querySelector('form');
    const field = host.querySelector<HTMLInputElement>('[name="q"]');
    if (!form || !field) return;

    // Fields without a word stay out of the address.
    form.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
    });

    const list = document.createElement('div');
    list.id = `ws-list-${++lists}`;
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', strings.suggestions);
    field.after(list);
    set(field, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' });
    field.autocomplete = 'off';

    let asking: AbortController | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asked = '';
    let restUntil = 0;
    let chosen = -1;

    const options = () => [...list.children] as HTMLElement[];
    const choose = (index: number) => {
      chosen = index;
      for (const [i, option] of options().entries()) {
        option.setAttribute('aria-selected', String(i === index));
        if (i === index) option.scrollIntoView({ block: 'nearest' });
      }
      const id = options()[index]?.id;
      if (id) field.setAttribute('aria-activedescendant', id);
      else field.removeAttribute('aria-activedescendant');
    };
    const show = (open: boolean) => {
      list.hidden = !open;
      field.setAttribute('aria-expanded', String(open));
      choose(-1);
    };
    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      asked = '';
      if (!list.hidden) show(false);
    };

    const ask = async (text: string) => {
      asking?.abort();
      const own = new AbortController();
      asking = own;
      try {
        const base = new URL(form.action).pathname;
        const script = base.startsWith('/hant/') ? '&script=hant' : '';
        const answer = await fetch(`/api/suggest?q=${encodeURIComponent(text)}${script}`, { signal: own.signal });
        if (!answer.ok) restUntil = Date.now() + (Number(answer.headers.get('Retry-After')) * 1000 || usualRest);
        const { suggestions }: { suggestions: Suggestion[] } = answer.ok ? await answer.json() : { suggestions: [] };
        if (own.signal.aborted) return;
        list.replaceChildren(...suggestions.map((one, i) => drawn(one, `${list.id}-${i}`)));
        show(suggestions.length > 0);
        if (suggestions.length > 0) announce(strings.suggested(suggestions.length));
      } catch {
        // Newer words were typed, or the network is gone: the form is there.
      }
    };
    const typed = () => {
      const text = field.value.trim();
      if (text === asked) return;
      asked = text;
      clearTimeout(timer);
      if (text === '' || Date.now() < restUntil) {
        asking?.abort();
        show(false);
      } else timer = setTimeout(ask, pause, text);
    };

    field.addEventListener('input', (event) => {
      if (!(event as InputEvent).isComposing) typed();
    });
    field.addEventListener('compositionend', typed);
    field.addEventListener('keydown', (event) => {
      // 229: a key of the input method, as Safari tells it.
      if (event.isComposing || event.keyCode === 229) return;
      const count = options().length;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && count > 0 && !event.altKey) {
        event.preventDefault();
        const open = !list.hidden;
        if (!open) show(true);
        // One place more than there are suggestions: the field itself.
        choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === 'Escape' && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === 'Enter' && !list.hidden && chosen >= 0) {
        event.preventDefault();
        options()[chosen]?.click();
      }
    });
    // A press on a suggestion must not take the focus away, and with it the list.
    list.addEventListener('mousedown', (event) => event.preventDefault());
    field.addEventListener('blur', close);
    addEventListener('pagehide', close);
  });
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function drawn({ kind, label, href }: Suggestion, id: string): HTMLElement {
  const option = document.createElement('a');
  set(option, { role: 'option', id, 'aria-selected': 'false', href });
  option.tabIndex = -1;
  const words = document.createElement('span');
  for (const { text, hit } of label) {
    const piece = hit ? document.createElement('mark') : document.createTextNode('');
    piece.textContent = text;
    words.append(piece);
  }
  option.append(words);
  const name = kind === 'story' ? '' : strings.kinds[kind];
  if (name) {
    const note = document.createElement('small');
    note.textContent = name;
    option.append(note);
  }
  return option;
}
