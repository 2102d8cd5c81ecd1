import type { ReactNode } from 'react';

type Props = {
  /** The words above the columns, where they have any. */
  head?: readonly string[];
  className?: string;
  /** What is said instead of a table without rows. */
  none?: string;
  /** Its rows. */
  children: readonly ReactNode[];
};

/** A table of the desk, a row each. */
export function Table({ head, className = 'table', none, children }: Props) {
  if (none !== undefined && children.length === 0) return <p className="meta">{none}</p>;
  return (
    <table className={className}>
      {head && (
        <thead>
          <tr>
            {head.map((words) => (
              <th key={words} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>{children}</tbody>
    </table>
  );
}
