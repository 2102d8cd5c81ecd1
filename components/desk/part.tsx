import type { ReactNode } from 'react';

type Props = { id: string; title: string; children: ReactNode };

/** A part of a room, below its heading. */
export function Part({ id, title, children }: Props) {
  return (
    <section className="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A part that keeps what stands in it together, below what is said of it. */
export function BoxedPart({ lead, children, ...part }: Props & { lead?: string }) {
  return (
    <Part {...part}>
      <div>
        {lead && <p className="meta">{lead}</p>}
        {children}
      </div>
    </Part>
  );
}
