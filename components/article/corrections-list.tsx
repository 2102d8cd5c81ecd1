import { Phrases } from '#components/ui/phrases.tsx';
import { Time } from '#components/ui/time.tsx';
import type { CorrectionEntry } from '#lib/content/models.ts';
import { storyStrings } from './strings.ts';

const text = storyStrings.correctionsPage;

/** 更正与撤稿, newest first, on a line of days. */
export function CorrectionsList({ entries }: { entries: CorrectionEntry[] }) {
  if (entries.length === 0) return <p className="empty">{text.empty}</p>;
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={`${entry.time.iso} ${entry.title}`} className={entry.kind}>
          <p className="meta">
            <b>{text[entry.kind]}</b>
            <Time time={entry.time} label="full" />
          </p>
          <h2>{entry.href ? <a href={entry.href}>{title(entry)}</a> : title(entry)}</h2>
          <p>{entry.text}</p>
        </li>
      ))}
    </ol>
  );
}

function title({ title }: CorrectionEntry) {
  return <Phrases text={title} />;
}
