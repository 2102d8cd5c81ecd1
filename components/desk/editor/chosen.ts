import { Extension } from '@tiptap/core';
import { NodeSelection, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';

/**
 * A picture that is chosen (as it is right after it was put in) must not be lost to what comes next: whatever is typed, pasted or
 * inserted stands behind it. Only cutting and deleting take it away.
 */
export function behindChosen(tr: Transaction): Transaction {
  const { selection, doc } = tr;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return tr;
  const paragraph = doc.type.schema.nodes.paragraph?.create();
  if (!paragraph) return tr;
  tr.insert(selection.to, paragraph);
  return tr.setSelection(TextSelection.create(tr.doc, selection.to + 1));
}

/** The same as a link of a chain of commands. */
export function keepChosen({ tr }: { tr: Transaction }): boolean {
  behindChosen(tr);
  return true;
}

/** What a keyboard says of a key that an input method keeps for itself. */
const keptByInputMethod = 229;

export const KeepChosen = Extension.create({
  name: 'keepChosen',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleTextInput(view, _from, _to, text) {
          if (!(view.state.selection instanceof NodeSelection)) return false;
          view.dispatch(behindChosen(view.state.tr).insertText(text).scrollIntoView());
          return true;
        },
        // Before a composition begins: one that is under way is ended by any change around it.
        handleKeyDown(view, event) {
          if (event.keyCode !== keptByInputMethod || event.isComposing) return false;
          const tr = behindChosen(view.state.tr);
          if (tr.docChanged) view.dispatch(tr);
          return false;
        },
      },
    }),
  ],
});
