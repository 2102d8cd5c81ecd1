'use client';
import { Icon } from '#components/ui/icon.tsx';
import { CommandPalette } from './command-palette.client.tsx';
import { desk } from './strings.ts';
import { toggleTheme } from './theme.ts';

type Props = { rooms: readonly { href: string; label: string; words?: string }[]; signOut: () => Promise<void> };

/** Search and commands, light and dark, out. */
export function Tools({ rooms, signOut }: Props) {
  return (
    <div className="desk-tools">
      <CommandPalette rooms={rooms} signOut={signOut} />
      <button type="button" onClick={toggleTheme} aria-label={desk.theme} title={desk.theme}>
        <Icon name="theme" />
      </button>
      <form action={signOut}>
        <button type="submit" aria-label={desk.signOut} title={desk.signOut}>
          <Icon name="leave" />
        </button>
      </form>
    </div>
  );
}
