import { Combobox } from '@base-ui/react/combobox';
import { type RefObject, useId, useRef, useState } from 'react';
import { useLibrary, useTools } from './context.ts';
import { DeskIcon } from './icons.tsx';
import type { Choice, Lookup } from './port.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings.form;

/** Finds by name while one types; an overtaken answer is dropped. */
function useChoices(what: Lookup) {
  const { port, library } = useTools();
  const [found, setFound] = useState<Choice[]>([]);
  const [status, setStatus] = useState<string | null>(null);
  const asked = useRef(0);
  const typed = useRef('');
  const search = async (query: string = typed.current) => {
    typed.current = query;
    asked.current += 1;
    const mine = asked.current;
    setStatus(text.searching);
    try {
      const choices = await port.search(what, query.trim());
      if (mine !== asked.current) return;
      library.learnChoices(what, choices);
      setFound(choices);
      setStatus(choices.length === 0 ? text.nothing : null);
    } catch {
      if (mine === asked.current) setStatus(text.failed);
    }
  };
  return { found, status, search };
}

const nameOf = (choice: Choice) => choice.name;
const same = (one: Choice, other: Choice) => one.id === other.id;

type PopupProps = { status: string | null; anchor: RefObject<HTMLElement | null> };

function Popup({ status, anchor }: PopupProps) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className="desk-popup-place" anchor={anchor} sideOffset={4}>
        <Combobox.Popup className="desk-popup">
          <Combobox.Status className="desk-note">{status}</Combobox.Status>
          <Combobox.List>
            {(choice: Choice) => (
              <Combobox.Item key={choice.id} value={choice} className="desk-option">
                <span>{choice.name}</span>
                {choice.note && <small>{choice.note}</small>}
                <Combobox.ItemIndicator>
                  <DeskIcon name="check" />
                </Combobox.ItemIndicator>
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

type ManyProps = { what: Lookup; label: string; ids: number[]; set: (ids: number[]) => void; disabled: boolean };

/** Several of a kind, in an order that counts. */
export function PickMany({ what, label, ids, set, disabled }: ManyProps) {
  const library = useLibrary();
  const { found, status, search } = useChoices(what);
  const id = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const value = ids.map((one): Choice => library.choice(what, one) ?? { id: one, name: text.missing(one) });
  const items = [...found, ...value.filter((choice) => !found.some((other) => same(other, choice)))];
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      <Combobox.Root
        multiple
        items={items}
        value={value}
        filter={null}
        disabled={disabled}
        itemToStringLabel={nameOf}
        isItemEqualToValue={same}
        onValueChange={(next) => set(next.map((choice) => choice.id))}
        onOpenChange={(open) => open && void search()}
        onInputValueChange={(query, { reason }) => void search(reason === 'input-change' ? query : '')}
      >
        <Combobox.Chips className="desk-chips" ref={anchor}>
          {value.map((choice) => (
            <Combobox.Chip key={choice.id} className="desk-chip" aria-label={choice.name}>
              {choice.name}
              <Combobox.ChipRemove aria-label={text.remove(choice.name)}>
                <DeskIcon name="close" />
              </Combobox.ChipRemove>
            </Combobox.Chip>
          ))}
          <Combobox.Input id={id} aria-label={label} placeholder={value.length === 0 ? text.search : ''} />
        </Combobox.Chips>
        <Popup status={status} anchor={anchor} />
      </Combobox.Root>
    </div>
  );
}

type OneProps = { what: Lookup; label: string; id: number | null; set: (id: number | null) => void; disabled: boolean };

export function PickOne({ what, label, id: chosen, set, disabled }: OneProps) {
  const library = useLibrary();
  const { found, status, search } = useChoices(what);
  const id = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const value = chosen === null ? null : (library.choice(what, chosen) ?? { id: chosen, name: text.missing(chosen) });
  const items = value && !found.some((other) => same(other, value)) ? [...found, value] : found;
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      <Combobox.Root
        items={items}
        value={value}
        filter={null}
        disabled={disabled}
        itemToStringLabel={nameOf}
        isItemEqualToValue={same}
        onValueChange={(next) => set(next?.id ?? null)}
        onOpenChange={(open) => open && void search()}
        onInputValueChange={(query, { reason }) => void search(reason === 'input-change' ? query : '')}
      >
        <Combobox.InputGroup className="desk-chips" ref={anchor}>
          <Combobox.Input id={id} aria-label={label} placeholder={text.search} />
          <Combobox.Clear aria-label={text.clear}>
            <DeskIcon name="close" />
          </Combobox.Clear>
        </Combobox.InputGroup>
        <Popup status={status} anchor={anchor} />
      </Combobox.Root>
    </div>
  );
}
