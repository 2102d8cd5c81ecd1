import { define, reveal } from './dom.ts';

/** `<ws-print>`: prints this page. Without script a link beside it leads to the print page. */
export function definePrint(): void {
  define('ws-print', (host) => {
    const button = host.querySelector('button');
    if (!button) return;
    button.addEventListener('click', () => print());
    reveal(button);
  });
}
