'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { desk } from './strings.ts';
import { toggleTheme } from './theme.ts';

type Command = { id: string; label: string; hint: string; words: string; run: () => void };
type Props = { rooms: readonly { href: string; label: string; words?: string }[]; signOut: () => Promise<void> };

/** ⌘K, Ctrl+K: every room and every command by a few letters, in Chinese, pinyin or English. */
export function CommandPalette({ rooms, signOut }: Props) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  }, []);
  const commands = useMemo<Command[]>(
    () => [
      ...rooms.map(({ href, label, words = '' }) => ({
        id: href,
        label,
        hint: desk.palette.room,
        words,
        run: () => router.push(href),
      })),
      {
        id: 'theme',
        label: desk.theme,
        hint: desk.palette.command,
        words: 'shense qianse theme dark light',
        run: toggleTheme,
      },
      {
        id: 'site',
        label: desk.site,
        hint: desk.palette.room,
        words: 'wangzhan site front',
        run: () => window.open('/', '_blank', 'noopener'),
      },
      {
        id: 'sign-out',
        label: desk.signOut,
        hint: desk.palette.command,
        words: 'tuichu logout sign out',
        run: () => void signOut(),
      },
    ],
    [rooms, router, signOut],
  );
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="search" aria-label={desk.palette.open} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span className="words">{desk.palette.short}</span>
        <kbd>Ctrl K</kbd>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="palette" aria-label={desk.palette.open}>
          <Autocomplete.Root
            open
            inline
            items={commands}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={({ label, words }: Command) => `${label} ${words}`}
          >
            <Autocomplete.Input aria-label={desk.palette.open} placeholder={desk.palette.placeholder} />
            <Autocomplete.Empty className="none">{desk.palette.none}</Autocomplete.Empty>
            <Autocomplete.List>
              {(command: Command) => (
                <Autocomplete.Item
                  key={command.id}
                  value={command}
                  onClick={() => {
                    setOpen(false);
                    command.run();
                  }}
                >
                  {command.label}
                  <small>{command.hint}</small>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
          <Dialog.Close className="sr-only">{desk.palette.close}</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
