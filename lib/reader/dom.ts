import { preference } from './preferences.ts';

/**
 * Defines a custom element that enhances, once, the markup which it stands around. The script is deferred, so the markup is
 * complete by then; an element that is moved in the document is not enhanced again.
 */
export function define(name: string, enhance: (host: HTMLElement) => void): void {
  const enhanced = new WeakSet<Element>();
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback(): void {
        if (enhanced.has(this)) return;
        enhanced.add(this);
        enhance(this);
      }
    },
  );
}

export function all<E extends Element = HTMLElement>(root: ParentNode, selector: string): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

/** Shows a control that is hidden as long as there is no script behind it. */
export function reveal(control: HTMLElement): void {
  control.hidden = false;
}

/** A control that can do nothing now keeps the focus, so it is marked rather than disabled. */
export function setUsable(control: Element, usable: boolean): void {
  if (usable) control.removeAttribute('aria-disabled');
  else control.setAttribute('aria-disabled', 'true');
}

/** Smooth, unless the reader's system or 关怀版 asks for no motion. */
export function motion(): ScrollBehavior {
  const still = preference('care') === 'on' || matchMedia('(prefers-reduced-motion: reduce)').matches;
  return still ? 'auto' : 'smooth';
}

/** Changes a control's words and leaves its icon. */
export function setLabel(control: Element, label: string): void {
  const walker = document.createTreeWalker(control, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.nodeValue?.trim()) continue;
    node.nodeValue = label;
    return;
  }
  control.setAttribute('aria-label', label);
}

let status: HTMLElement | undefined;

/** Says something to readers who listen to the page instead of seeing it. */
export function announce(text: string): void {
  if (!status) {
    status = document.createElement('p');
    status.className = 'ws-status';
    status.setAttribute('role', 'status');
    document.body.append(status);
  }
  status.textContent = text;
}

/** Keeps an element at least, and at most, so high; '' lets it go. */
export function setHeight({ style }: HTMLElement, least: string, most: string): void {
  style.boxSizing = least && 'border-box';
  style.minHeight = least;
  style.maxHeight = most;
  style.overflow = most && 'hidden';
}
