import { Table } from '../table.tsx';
import { numberWords as words } from './strings.ts';

export type Step = { key: string; label: string; reads: number };
type Props = { steps: Step[]; of: string; head: string };

const gap = 0.2;

/** Reads by time: bars for a glance, and the same as a table, which is what a screen reader reads. */
export function Chart({ steps, of, head }: Props) {
  const most = Math.max(1, ...steps.map(({ reads }) => reads));
  const total = steps.reduce((sum, { reads }) => sum + reads, 0);
  const peak = steps.find(({ reads }) => reads === most);
  return (
    <div className="chart">
      <svg
        viewBox={`0 0 ${steps.length} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.chart(of, inWords(total))}
      >
        {steps.map(({ key, label, reads }, n) => {
          const height = (reads / most) * 100;
          return (
            <g key={key}>
              <title>{`${label} ${inWords(reads)}`}</title>
              <rect className="bar-space" x={n} y={0} width={1} height={100} />
              <rect className="bar" x={n + gap / 2} y={100 - height} width={1 - gap} height={height} />
            </g>
          );
        })}
      </svg>
      <p className="chart-ends meta num">
        <span>{steps[0]?.label}</span>
        {peak && total > 0 && <span>{words.peak(peak.label, inWords(most))}</span>}
        <span>{steps.at(-1)?.label}</span>
      </p>
      <details>
        <summary>{words.asTable}</summary>
        <Table className="figures" head={[head, words.reads]}>
          {steps.map(({ key, label, reads }) => (
            <tr key={key}>
              <th scope="row" className="num">
                {label}
              </th>
              <td className="num">{inWords(reads)}</td>
            </tr>
          ))}
        </Table>
      </details>
    </div>
  );
}

/** `12,345`: the same on every machine. */
export function inWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
