'use client';
import { useRef, useState } from 'react';
import { desk } from './strings.ts';

/** Something to be handed on, and the button that copies it. */
export function CopySecret({ secret, label = desk.people.linkOnce }: { secret: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // Without TLS there is no clipboard: it is selected, and Ctrl+C takes it.
    }
  };
  return (
    <div className="secret">
      <input ref={field} readOnly value={secret} aria-label={label} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" className="button" onClick={copy}>
        {copied ? desk.people.copied : desk.people.copy}
      </button>
    </div>
  );
}
