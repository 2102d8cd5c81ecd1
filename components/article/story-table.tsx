import type { TableCell } from '#db/schema/body.ts';
import { each } from './each.ts';
import { Inline } from './inline.tsx';
import { storyStrings } from './strings.ts';

type Row = { type: 'tableRow'; content?: TableCell[] };

/**
 * A table that scrolls by itself where it is wider than the column, reachable by keyboard, and called by the heading
 * above it. Leading rows made of header cells alone are its head.
 */
export function StoryTable({ rows, name }: { rows: Row[]; name: string }) {
  const filled = rows.filter((row) => row.content?.length);
  if (filled.length === 0) return null;
  const body = filled.findIndex((row) => row.content?.some((cell) => cell.type === 'tableCell'));
  const headRows = body === -1 ? filled : filled.slice(0, body);
  const bodyRows = body === -1 ? [] : filled.slice(body);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard (WCAG 2.1.1)
    <section className="table-scroll" aria-label={storyStrings.table(name)} tabIndex={0}>
      <table>
        {headRows.length > 0 && (
          <thead>
            {each(headRows, (row) => (
              <Cells row={row} scope="col" />
            ))}
          </thead>
        )}
        {bodyRows.length > 0 && (
          <tbody>
            {each(bodyRows, (row) => (
              <Cells row={row} scope="row" />
            ))}
          </tbody>
        )}
      </table>
    </section>
  );
}

function Cells({ row, scope }: { row: Row; scope: 'col' | 'row' }) {
  return (
    <tr>
      {each(row.content, (cell) => {
        const spans = { colSpan: span(cell.attrs?.colspan), rowSpan: span(cell.attrs?.rowspan) };
        const text = <CellText cell={cell} />;
        if (cell.type === 'tableHeader') {
          return (
            <th scope={scope} {...spans}>
              {text}
            </th>
          );
        }
        return <td {...spans}>{text}</td>;
      })}
    </tr>
  );
}

function CellText({ cell }: { cell: TableCell }) {
  return each(cell.content, (paragraph, index) => (
    <>
      {index > 0 && <br />}
      <Inline content={paragraph.content} />
    </>
  ));
}

/** 1 is the default and is left out; a span from a broken document is bounded, as browsers do. */
function span(count: number | undefined): number | undefined {
  return count && count > 1 ? Math.min(Math.floor(count), 1000) : undefined;
}
