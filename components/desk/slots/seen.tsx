import type { SeenPart } from './models.ts';
import { slots as words } from './strings.ts';
import { Thumb } from './thumb.tsx';

/** What readers see, in words: editors' choice, and what fills the rest. */
export function Seen({ title, parts }: { title: string; parts: readonly SeenPart[] }) {
  return (
    <section className="seen" aria-label={title}>
      <h3>{title}</h3>
      {parts.map((part) => (
        <div key={part.title}>
          <h4>{part.title}</h4>
          {part.lines.length === 0 ? (
            <p className="meta">{words.none}</p>
          ) : (
            <ol>
              {part.lines.map(({ id, title: line, thumb, chosen }) => (
                <li key={id}>
                  <Thumb thumb={thumb} />
                  <span>
                    {line} {!chosen && <span className="meta">{words.filled}</span>}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </div>
      ))}
    </section>
  );
}
