import { Toolbar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Fragment, type RefObject } from 'react';
import { keepChosen } from './chosen.ts';
import { DeskIcon, type DeskIconName } from './icons.tsx';
import { editorStrings } from './strings.ts';

const text = editorStrings.tools;

/** What a tool does beside changing the text: it asks first. */
export type Asking = 'link' | 'image' | 'gallery' | 'audio' | 'video' | 'storyCard' | 'shortcuts';

type Tool = {
  name: keyof typeof text;
  icon: DeskIconName | '二' | '三';
  keys?: string;
  /** Pressed while the cursor stands in such a node or mark. */
  on?: [string, Record<string, unknown>?];
  run: ((editor: Editor) => void) | Asking;
};

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
/** As the person's keyboard names it. */
export function keysOf(keys: string): string {
  return mac ? keys.replace('Ctrl', '⌘').replace('Alt', '⌥').replace('Shift', '⇧').replaceAll('+', '') : keys;
}

/** In the order of the toolbar; a group a row. */
export const tools: Tool[][] = [
  [
    { name: 'undo', icon: 'undo', keys: 'Ctrl+Z', run: (editor) => editor.chain().focus().undo().run() },
    { name: 'redo', icon: 'redo', keys: 'Ctrl+Shift+Z', run: (editor) => editor.chain().focus().redo().run() },
  ],
  [
    {
      name: 'paragraph',
      icon: 'paragraph',
      keys: 'Ctrl+Alt+0',
      on: ['paragraph'],
      run: (editor) => editor.chain().focus().setParagraph().run(),
    },
    {
      name: 'heading2',
      icon: '二',
      keys: 'Ctrl+Alt+2',
      on: ['heading', { level: 2 }],
      run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
    },
    {
      name: 'heading3',
      icon: '三',
      keys: 'Ctrl+Alt+3',
      on: ['heading', { level: 3 }],
      run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
    },
  ],
  [
    {
      name: 'bold',
      icon: 'bold',
      keys: 'Ctrl+B',
      on: ['bold'],
      run: (editor) => editor.chain().focus().toggleBold().run(),
    },
    {
      name: 'italic',
      icon: 'emphasis',
      keys: 'Ctrl+I',
      on: ['italic'],
      run: (editor) => editor.chain().focus().toggleItalic().run(),
    },
    {
      name: 'strike',
      icon: 'strike',
      keys: 'Ctrl+Shift+S',
      on: ['strike'],
      run: (editor) => editor.chain().focus().toggleStrike().run(),
    },
    { name: 'link', icon: 'link', keys: 'Ctrl+Shift+K', on: ['link'], run: 'link' },
  ],
  [
    {
      name: 'bulletList',
      icon: 'bullets',
      keys: 'Ctrl+Shift+8',
      on: ['bulletList'],
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      name: 'orderedList',
      icon: 'numbers',
      keys: 'Ctrl+Shift+7',
      on: ['orderedList'],
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
    {
      name: 'blockquote',
      icon: 'quote',
      keys: 'Ctrl+Shift+B',
      on: ['blockquote'],
      run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    },
    { name: 'pullQuote', icon: 'pull', keys: 'Ctrl+Alt+Q', on: ['pullQuote'], run: togglePullQuote },
  ],
  [
    { name: 'image', icon: 'picture', keys: 'Ctrl+Alt+P', run: 'image' },
    { name: 'gallery', icon: 'gallery', run: 'gallery' },
    { name: 'audio', icon: 'audio', run: 'audio' },
    { name: 'video', icon: 'video', run: 'video' },
    { name: 'storyCard', icon: 'card', keys: 'Ctrl+Alt+L', run: 'storyCard' },
    {
      name: 'table',
      icon: 'table',
      run: (editor) =>
        editor.chain().focus().command(keepChosen).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    },
    {
      name: 'rule',
      icon: 'rule',
      run: (editor) => editor.chain().focus().command(keepChosen).setHorizontalRule().run(),
    },
    {
      name: 'codeBlock',
      icon: 'code',
      keys: 'Ctrl+Alt+C',
      on: ['codeBlock'],
      run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
    },
  ],
];

export function togglePullQuote(editor: Editor): void {
  if (editor.isActive('pullQuote')) editor.chain().focus().setParagraph().run();
  else editor.chain().focus().setNode('pullQuote').run();
}

type Props = { editor: Editor; ask: (what: Asking) => void; first: RefObject<HTMLButtonElement | null> };

/** One stop of the Tab key; arrows move within. Alt+F10 leads here from the text. */
export function TextTools({ editor, ask, first }: Props) {
  const state = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      on: tools
        .flat()
        .flatMap(({ name, on }) => (on && current.isActive(...on) ? [name] : []))
        .join(' '),
      table: current.isActive('table'),
      editable: current.isEditable,
      undo: current.can().undo(),
      redo: current.can().redo(),
    }),
  });
  const on = state.on.split(' ');
  return (
    <div className="write-tools">
      <Toolbar.Root aria-label={text.label} disabled={!state.editable}>
        {tools.map((group, row) => (
          <Fragment key={group[0]?.name}>
            {row > 0 && <Toolbar.Separator />}
            <Toolbar.Group aria-label={group.map(({ name }) => text[name]).join('、')}>
              {group.map((tool) => {
                const { run } = tool;
                const label = tool.keys ? `${text[tool.name]}（${keysOf(tool.keys)}）` : text[tool.name];
                return (
                  <Toolbar.Button
                    key={tool.name}
                    ref={tool.name === 'undo' ? first : undefined}
                    type="button"
                    title={label}
                    aria-label={text[tool.name]}
                    aria-keyshortcuts={tool.keys?.replace('Ctrl', mac ? 'Meta' : 'Control')}
                    aria-pressed={tool.on ? on.includes(tool.name) : undefined}
                    disabled={(tool.name === 'undo' && !state.undo) || (tool.name === 'redo' && !state.redo)}
                    // The selection in the text stays as it is.
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => (typeof run === 'string' ? ask(run) : run(editor))}
                  >
                    {tool.icon === '二' || tool.icon === '三' ? (
                      <b aria-hidden="true">{tool.icon === '二' ? 'H2' : 'H3'}</b>
                    ) : (
                      <DeskIcon name={tool.icon} />
                    )}
                  </Toolbar.Button>
                );
              })}
            </Toolbar.Group>
          </Fragment>
        ))}
      </Toolbar.Root>
      {state.table && state.editable && <TableTools editor={editor} />}
    </div>
  );
}

const tableTools: [keyof typeof editorStrings.table, (editor: Editor) => void][] = [
  ['rowBefore', (editor) => editor.chain().focus().addRowBefore().run()],
  ['rowAfter', (editor) => editor.chain().focus().addRowAfter().run()],
  ['columnBefore', (editor) => editor.chain().focus().addColumnBefore().run()],
  ['columnAfter', (editor) => editor.chain().focus().addColumnAfter().run()],
  ['header', (editor) => editor.chain().focus().toggleHeaderRow().run()],
  ['merge', (editor) => editor.chain().focus().mergeCells().run()],
  ['split', (editor) => editor.chain().focus().splitCell().run()],
  ['deleteRow', (editor) => editor.chain().focus().deleteRow().run()],
  ['deleteColumn', (editor) => editor.chain().focus().deleteColumn().run()],
  ['remove', (editor) => editor.chain().focus().deleteTable().run()],
];

function TableTools({ editor }: { editor: Editor }) {
  return (
    <Toolbar.Root aria-label={editorStrings.table.label} className="desk-table-tools">
      {tableTools.map(([name, run]) => (
        <Toolbar.Button
          key={name}
          type="button"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => run(editor)}
        >
          {editorStrings.table[name]}
        </Toolbar.Button>
      ))}
    </Toolbar.Root>
  );
}
