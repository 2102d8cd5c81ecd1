import { Extension } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { type Hint, type HintCode, hintsOf } from '#lib/text/hints.ts';
import { editorStrings } from './strings.ts';

/**
 * Hints on punctuation and numbers as quiet underlines. Looked for when typing rests, in what changed alone, and never while
 * an input method composes: a decoration that changes under it would end the composition.
 */
type Range = { from: number; to: number };
type HintState = { set: DecorationSet; dirty: Range[]; ignored: Set<string> };
type Meta = { check?: number; ignore?: string; all?: boolean };

export type FoundHint = Range & { code: HintCode; fix: string; text: string };

export const hintKey = new PluginKey<HintState>('hints');
const rest = 350;
/** Paragraphs looked at in one go; a long story is done in several, so that a key pressed in between is not kept waiting. */
const atOnce = 60;

export const Hints = Extension.create({
  name: 'hints',
  addProseMirrorPlugins() {
    return [hintPlugin()];
  },
  addKeyboardShortcuts() {
    return {
      'Alt-Enter': ({ editor }) => fixHint(editor.view),
      F8: ({ editor }) => nextHint(editor.view),
    };
  },
});

function hintPlugin(): Plugin<HintState> {
  return new Plugin<HintState>({
    key: hintKey,
    state: {
      init: (_, { doc }) => ({
        set: DecorationSet.empty,
        dirty: [{ from: 0, to: doc.content.size }],
        ignored: new Set(),
      }),
      apply(tr, before, old, now) {
        const meta = tr.getMeta(hintKey) as Meta | undefined;
        let state = before;
        if (tr.docChanged) {
          const kept = before.dirty.map(({ from, to }) => ({
            from: tr.mapping.map(from, -1),
            to: tr.mapping.map(to, 1),
          }));
          state = { ...before, set: before.set.map(tr.mapping, tr.doc), dirty: [...kept, ...changedRanges(tr)] };
        }
        if (left(old, now)) state = { ...state, dirty: [...state.dirty, blockRange(tr, old)] };
        if (meta?.ignore) {
          const ignored = new Set(state.ignored).add(meta.ignore);
          state = { ...state, ignored, dirty: [{ from: 0, to: tr.doc.content.size }] };
        }
        return meta?.check || meta?.ignore || meta?.all
          ? check(state, now, meta.all ? Number.POSITIVE_INFINITY : atOnce)
          : state;
      },
    },
    props: {
      decorations: (state) => hintKey.getState(state)?.set,
    },
    view(view) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const look = () => {
        timer = undefined;
        if (view.isDestroyed || (hintKey.getState(view.state)?.dirty.length ?? 0) === 0) return;
        if (view.composing) plan(rest);
        else view.dispatch(view.state.tr.setMeta(hintKey, { check: 1 } satisfies Meta).setMeta('addToHistory', false));
      };
      const plan = (ms: number) => {
        clearTimeout(timer);
        timer = setTimeout(look, ms);
      };
      plan(rest);
      return {
        update(current, previous) {
          if ((hintKey.getState(current.state)?.dirty.length ?? 0) === 0) return;
          plan(current.state.doc.eq(previous.doc) ? 30 : rest);
        },
        destroy: () => clearTimeout(timer),
      };
    },
  });
}

function changedRanges(tr: Transaction): Range[] {
  const ranges: Range[] = [];
  tr.mapping.maps.forEach((map, at) => {
    map.forEach((_from, _to, from, to) => {
      const after = tr.mapping.slice(at + 1);
      ranges.push({ from: after.map(from, -1), to: after.map(to, 1) });
    });
  });
  return ranges;
}

/** The cursor has left the paragraph that it stood in. */
function left(old: EditorState, now: EditorState): boolean {
  return !old.selection.$head.sameParent(now.selection.$head) && old.doc === now.doc;
}

function blockRange(tr: Transaction, old: EditorState): Range {
  const at = Math.min(tr.mapping.map(old.selection.head), tr.doc.content.size);
  return { from: at, to: at };
}

function check(state: HintState, now: EditorState, most: number): HintState {
  const blocks = new Map<number, ProseNode>();
  const size = now.doc.content.size;
  for (const { from, to } of state.dirty) {
    now.doc.nodesBetween(Math.max(0, Math.min(from, size)), Math.min(Math.max(to, from + 1), size), (node, pos) => {
      if (node.isTextblock) blocks.set(pos, node);
      return !node.isTextblock;
    });
  }
  const inOrder = [...blocks].sort(([a], [b]) => a - b);
  const caret = now.selection.empty ? now.selection.head : null;
  let { set } = state;
  for (const [pos, node] of inOrder.slice(0, most)) {
    set = set.remove(set.find(pos, pos + node.nodeSize));
    if (node.type.spec.code) continue;
    const found = hintsIn(node).filter((hint) => {
      if (state.ignored.has(nameOf(hint, node))) return false;
      // A space that was just typed waits for the next word.
      const touched = caret !== null && caret >= pos + 1 + hint.from && caret <= pos + 1 + hint.to;
      return !(touched && hint.fix === '');
    });
    set = set.add(
      now.doc,
      found.map((hint) =>
        Decoration.inline(
          pos + 1 + hint.from,
          pos + 1 + hint.to,
          { class: 'hint', title: editorStrings.hints[hint.code] },
          { hint: { code: hint.code, fix: hint.fix, text: textOf(node).slice(hint.from, hint.to) } },
        ),
      ),
    );
  }
  const restOf = inOrder.slice(most);
  const [first] = restOf[0] ?? [];
  const last = restOf.at(-1);
  const dirty = first === undefined || !last ? [] : [{ from: first, to: last[0] + last[1].nodeSize }];
  return { ...state, set, dirty };
}

const texts = new WeakMap<ProseNode, string>();

/** One UTF-16 unit for each position; code and what is not text are hidden. */
function textOf(node: ProseNode): string {
  const known = texts.get(node);
  if (known !== undefined) return known;
  let text = '';
  node.forEach((child) => {
    const code = child.marks.some((mark) => mark.type.name === 'code');
    text += child.isText && !code ? (child.text ?? '') : '\ufffc'.repeat(child.nodeSize);
  });
  texts.set(node, text);
  return text;
}

function hintsIn(node: ProseNode): Hint[] {
  return hintsOf(textOf(node));
}

/** What is told apart when somebody says that it is right as it stands. */
function nameOf(hint: Hint, node: ProseNode): string {
  return `${hint.code} ${textOf(node).slice(Math.max(0, hint.from - 4), hint.to + 2)}`;
}

/** Every hint, in order of the text. */
export function allHints(state: EditorState): FoundHint[] {
  const found = hintKey.getState(state)?.set.find() ?? [];
  return found
    .map(
      ({ from, to, spec }): FoundHint => ({
        from,
        to,
        ...(spec.hint as { code: HintCode; fix: string; text: string }),
      }),
    )
    .sort((a, b) => a.from - b.from);
}

/** The hint at the cursor. */
export function hintAt(state: EditorState): FoundHint | null {
  const { from, to } = state.selection;
  const [found] = hintKey.getState(state)?.set.find(from, to) ?? [];
  return found ? { from: found.from, to: found.to, ...found.spec.hint } : null;
}

/** Follows the hint at the cursor, or else goes to the next one. */
export function fixHint(view: EditorView): boolean {
  if (view.composing) return false;
  const hint = hintAt(view.state);
  if (!hint) return nextHint(view);
  view.dispatch(replaced(view.state.tr, hint).setMeta(hintKey, { check: 1 } satisfies Meta));
  return true;
}

/** Follows them all in one step that can be undone. */
export function fixAllHints(view: EditorView): number {
  view.dispatch(view.state.tr.setMeta(hintKey, { all: true } satisfies Meta).setMeta('addToHistory', false));
  const hints = allHints(view.state);
  const tr = hints.toReversed().reduce(replaced, view.state.tr);
  if (hints.length > 0) view.dispatch(tr);
  return hints.length;
}

function replaced(tr: Transaction, { from, to, fix }: FoundHint): Transaction {
  const marks = tr.doc.resolve(from + 1).marks();
  return fix === '' ? tr.delete(from, to) : tr.replaceWith(from, to, tr.doc.type.schema.text(fix, marks));
}

/** It is right as it stands: it is not said again while this page is open. */
export function ignoreHint(view: EditorView): void {
  const hint = hintAt(view.state);
  if (!hint) return;
  const $at = view.state.doc.resolve(hint.from);
  const from = hint.from - $at.start();
  const name = nameOf({ from, to: from + (hint.to - hint.from), code: hint.code, fix: hint.fix }, $at.parent);
  view.dispatch(view.state.tr.setMeta(hintKey, { ignore: name } satisfies Meta).setMeta('addToHistory', false));
}

export function nextHint(view: EditorView): boolean {
  const hints = allHints(view.state);
  const { to } = view.state.selection;
  const next = hints.find((hint) => hint.from > to) ?? hints[0];
  if (!next) return false;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, next.from, next.to)).scrollIntoView());
  view.focus();
  return true;
}
