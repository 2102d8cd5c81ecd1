import { strings } from './strings.ts';

let pill: HTMLButtonElement | undefined;
let pressed: () => void = () => {};

/** "N 条新消息", fixed above the page so that nothing moves for it; gone when there are none. */
export function showPill(count: number, onPress: () => void): void {
  pressed = onPress;
  if (!pill) {
    if (count === 0) return;
    const frame = document.createElement('div');
    frame.className = 'ws-pill';
    frame.setAttribute('role', 'status');
    pill = document.createElement('button');
    pill.type = 'button';
    pill.addEventListener('click', () => pressed());
    frame.append(pill);
    document.body.append(frame);
  }
  pill.hidden = count === 0;
  const text = strings.news(count);
  if (count > 0 && pill.textContent !== text) pill.textContent = text;
}
