import Link from 'next/link';
import { consoleWords as words } from './strings.ts';

const parts = [
  ['/desk/console', words.refresh],
  ['/desk/console/calls', words.calls],
  ['/desk/console/deliveries', words.deliveries],
] as const;

/** The console's name, and the way from one of its parts to the others. */
export function ConsoleTitle({ here }: { here: (typeof parts)[number][0] }) {
  return (
    <header className="page-title">
      <h1>{words.title}</h1>
      <nav aria-label={words.title}>
        <ul className="buttons">
          {parts.map(([href, label]) => (
            <li key={href}>
              <Link className="button" href={href} prefetch={false} aria-current={href === here ? 'page' : undefined}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
