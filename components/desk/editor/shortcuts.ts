import { Extension } from '@tiptap/core';
import { type Asking, togglePullQuote } from './toolbar.tsx';

type Options = { ask: (what: Asking) => void; save: () => void; toTools: () => void };

/** Keys beside TipTap's own. `Mod-k` is left to the command palette. */
export function Shortcuts({ ask, save, toTools }: Options) {
  const asking = (what: Asking) => () => {
    ask(what);
    return true;
  };
  return Extension.create({
    name: 'deskShortcuts',
    priority: 1000,
    addKeyboardShortcuts: () => ({
      'Mod-Shift-k': asking('link'),
      'Mod-Alt-p': asking('image'),
      'Mod-Alt-l': asking('storyCard'),
      'Mod-/': asking('shortcuts'),
      'Mod-Alt-q': ({ editor }) => {
        togglePullQuote(editor);
        return true;
      },
      // Everything is saved by itself; the habit must not open the browser's own dialog.
      'Mod-s': () => {
        save();
        return true;
      },
      'Alt-F10': () => {
        toTools();
        return true;
      },
    }),
  });
}
