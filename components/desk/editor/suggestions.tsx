import type { Editor } from '@tiptap/core';
import { type FocusEvent, useEffect, useRef, useState } from 'react';
import { useTools } from './context.ts';
import { type FieldsStore, useField } from './fields-store.ts';
import { DeskIcon } from './icons.tsx';
import type { EditorPort, TopicSuggestion } from './port.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings.form;
const rest = 1_000;
/** Characters of the text that are sent: a topic shows itself early. */
const longest = 8_000;

/**
 * Topics for the text as it stands, a button each. They are asked for when typing has rested for a second and no input method composes; while one
 * of them has the focus they stay as they are.
 */
export function TopicSuggestions({ editor, store }: { editor: Editor; store: FieldsStore }) {
  const { library, port } = useTools();
  const [ids, set] = useField(store, 'topicIds');
  const group = useRef<HTMLFieldSetElement>(null);
  const [shown, setShown] = useState<TopicSuggestion[]>([]);
  const waiting = useRef<TopicSuggestion[] | null>(null);
  useResting(editor, store, port, (found) => {
    if (group.current?.contains(document.activeElement)) waiting.current = found;
    else setShown(found);
  });
  const free = shown.filter(({ id }) => !ids.includes(id));
  if (free.length === 0) return null;
  const add = (topic: TopicSuggestion, button: HTMLElement) => {
    // The button goes: whoever is at the keyboard goes on from the next one, or from the field.
    const next = button.nextElementSibling ?? button.previousElementSibling;
    if (next instanceof HTMLButtonElement) next.focus();
    else group.current?.previousElementSibling?.querySelector('input')?.focus();
    library.learnChoices('topics', [topic]);
    set([...ids, topic.id]);
  };
  const left = ({ relatedTarget }: FocusEvent) => {
    if (group.current?.contains(relatedTarget) || !waiting.current) return;
    setShown(waiting.current);
    waiting.current = null;
  };
  return (
    <fieldset className="desk-suggestions" aria-label={text.suggestedTopics} ref={group} onBlur={left}>
      <span className="desk-label" aria-hidden="true">
        {text.suggested}
      </span>
      {free.map((topic) => (
        <button
          key={topic.id}
          type="button"
          className="desk-button"
          aria-label={text.addTopic(topic.name)}
          title={text.why[topic.why]}
          onClick={(event) => add(topic, event.currentTarget)}
        >
          <DeskIcon name="add" />
          {topic.name}
        </button>
      ))}
    </fieldset>
  );
}

/** Asks for the text whenever typing has rested; an overtaken question is dropped, a failed one asked again after the next change. */
function useResting(editor: Editor, store: FieldsStore, port: EditorPort, done: (found: TopicSuggestion[]) => void) {
  const answered = useRef(done);
  answered.current = done;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let flight: AbortController | undefined;
    let asked = '';
    let composing = false;
    const stop = new AbortController();
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), rest);
    };
    const look = async () => {
      if (composing) return;
      const { title, summary } = store.all;
      const { doc } = editor.state;
      const body = `${summary}\n${doc.textBetween(0, doc.content.size, '\n', ' ')}`.slice(0, longest);
      if (`${title}\n${body}` === asked) return;
      asked = `${title}\n${body}`;
      flight?.abort();
      flight = new AbortController();
      const { signal } = flight;
      try {
        const found = (await port.suggestTopics?.({ title, body }, { signal })) ?? [];
        if (!signal.aborted) answered.current(found);
      } catch {
        if (!signal.aborted) asked = '';
      }
    };
    const { signal } = stop;
    document.addEventListener('compositionstart', () => (composing = true), { signal });
    document.addEventListener(
      'compositionend',
      () => {
        composing = false;
        plan();
      },
      { signal },
    );
    editor.on('update', plan);
    const forget = store.subscribe(plan);
    plan();
    return () => {
      clearTimeout(timer);
      flight?.abort();
      stop.abort();
      editor.off('update', plan);
      forget();
    };
  }, [editor, store, port]);
}
