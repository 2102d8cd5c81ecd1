import { Extension } from '@tiptap/core';
import { Fragment, Node as ProseNode, type Schema, Slice } from '@tiptap/pm/model';
import { Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { cleanPaste, cleanText, type Pasted, type PastedBlock, paragraphsIn } from '#lib/desk/paste.ts';
import { behindChosen } from './chosen.ts';
import type { MediaCard } from './port.ts';
import type { Uploads } from './uploads.ts';

/** What comes in by the clipboard or is dropped: clean text, and pictures that go into the media library. */
export function Pasting(uploads: () => Uploads) {
  return Extension.create({
    name: 'pasting',
    // Before TipTap's own rules for links and code.
    priority: 1000,
    addProseMirrorPlugins() {
      return [
        new Plugin({
          props: {
            // Before ProseMirror reads the clipboard by its own rules.
            handleDOMEvents: {
              paste: (view, event) => done(event, taken(view, event.clipboardData, uploads())),
              drop(view, event) {
                if (view.dragging || !event.dataTransfer) return false;
                const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
                if (!place) return false;
                const at = TextSelection.near(view.state.doc.resolve(place.pos));
                return done(
                  event,
                  taken(view, event.dataTransfer, uploads(), (tr) => tr.setSelection(at)),
                );
              },
            },
          },
        }),
      ];
    },
  });
}

function done(event: Event, handled: boolean): boolean {
  if (handled) event.preventDefault();
  return handled;
}

type Begin = (tr: Transaction) => Transaction;

function taken(view: EditorView, data: DataTransfer | null, uploads: Uploads, begin: Begin = (tr) => tr): boolean {
  if (!data || !view.editable || view.state.selection.$from.parent.type.spec.code) return false;
  const html = data.getData('text/html');
  // From this editor, or another one: ProseMirror knows its own.
  if (/\sdata-pm-slice=/.test(html)) return false;
  const files = Array.from(data.files).filter(({ type }) => /^(?:image|audio|video)\//.test(type));
  const pasted = html ? cleanPaste(html, (source) => new DOMParser().parseFromString(source, 'text/html')) : null;
  if (pasted && pasted.blocks.length > 0) {
    // Of a copied picture the clipboard has the file itself beside its address.
    const [only, ...more] = pasted.blocks;
    if (files.length > 0 && only?.type === 'pastedImage' && more.length === 0) {
      return insertFiles(view, files.slice(0, 1), uploads, begin, only.attrs);
    }
    return insert(view, pasted, uploads, begin);
  }
  if (files.length > 0) return insertFiles(view, files, uploads, begin);
  const text = data.getData('text/plain');
  if (!text.trim() || /^https?:\/\/\S+$/.test(text.trim())) return false;
  return insert(view, cleanText(text), uploads, begin);
}

function insert(view: EditorView, pasted: Pasted, uploads: Uploads, begin: Begin): boolean {
  const tr = behindChosen(begin(view.state.tr));
  const { schema } = view.state;
  const [first] = pasted.blocks;
  if (pasted.inline && first?.type === 'paragraph') {
    const content = ProseNode.fromJSON(schema, first).content;
    finish(view, tr.replaceSelection(new Slice(content, 0, 0)));
    return true;
  }
  const inCell = tr.selection.$from.node(-1)?.type.spec.tableRole !== undefined;
  const nodes = inCell
    ? paragraphsIn(pasted.blocks).map((block) => ProseNode.fromJSON(schema, block))
    : pasted.blocks.map((block) => nodeOf(schema, block, uploads));
  if (nodes.length === 0) return true;
  // Paragraphs at the ends join the text around them; lists, tables and headings stand for themselves.
  const open = (node: ProseNode | undefined) => (node?.type.name === 'paragraph' ? 1 : 0);
  const slice = new Slice(Fragment.fromArray(nodes), open(nodes[0]), open(nodes.at(-1)));
  finish(view, tr.replaceSelection(slice));
  return true;
}

function nodeOf(schema: Schema, block: PastedBlock, uploads: Uploads): ProseNode {
  if (block.type !== 'pastedImage') return ProseNode.fromJSON(schema, block);
  return pendingNode(schema, uploads.addAddress(block.attrs.src), block.attrs);
}

function pendingNode(schema: Schema, key: string, { src = '', alt = '', caption = '' } = {}): ProseNode {
  const address = /^https?:/i.test(src) ? src : null;
  return schema.nodes.pending?.create({ key, src: address, alt, caption }) as ProseNode;
}

type Words = { alt: string; caption: string };

export function insertFiles(
  view: EditorView,
  files: File[],
  uploads: Uploads,
  begin: Begin = (tr) => tr,
  words?: Words,
): boolean {
  const nodes = files.map((file) => pendingNode(view.state.schema, uploads.add(file), words));
  const tr = behindChosen(begin(view.state.tr));
  finish(view, tr.replaceSelection(new Slice(Fragment.fromArray(nodes), 0, 0)));
  return true;
}

function finish(view: EditorView, tr: Transaction): void {
  view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
}

/** The upload has ended: what stood for it becomes the picture, sound or film. No step of its own for 撤销. */
export function uploaded(view: EditorView, key: string, media: MediaCard): void {
  if (view.isDestroyed) return;
  const { tr, doc, schema } = view.state;
  doc.descendants((node, pos) => {
    if (node.type.name !== 'pending' || node.attrs.key !== key) return true;
    const attrs = { mediaId: media.id, caption: node.attrs.caption || null, alt: node.attrs.alt || null };
    const type = schema.nodes[media.kind];
    if (type) tr.replaceWith(tr.mapping.map(pos), tr.mapping.map(pos + node.nodeSize), type.create(attrs));
    return false;
  });
  if (tr.docChanged) view.dispatch(tr.setMeta('addToHistory', false));
}
