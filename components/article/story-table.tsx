import { Fragment } from 'react';
import type { TableCell } from '#db/schema/body.ts';
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
    <div className="table-scroll" role="region" aria-label={storyStrings.table(name)} tabIndex={0}>
      <table>
        {headRows.length > 0 && (
          <thead>
            {headRows.map((row, index) => (
              <Cells key={index} row={row} scope="col" />
            ))}
          </thead>
        )}
        {bodyRows.length > 0 && (
          <tbody>
            {bodyRows.map((row, index) => (
              <Cells key={index} row={row} scope="row" />
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
}

function Cells({ row, scope }: { row: Row; scope: 'col' | 'row' }) {
  return (
    <tr>
      {row.content?.map((cell, index) => {
        const spans = { colSpan: span(cell.attrs?.colspan), rowSpan: span(cell.attrs?.rowspan) };
        const text = <CellText cell={cell} />;
        if (cell.type === 'tableHeader') {
          return (
            <th key={index} scope={scope} {...spans}>
              {text}
            </th>
          );
        }
        return (
          <td key={index} {...spans}>
            {text}
          </td>
        );
      })}
    </tr>
  );
}

function CellText({ cell }: { cell: TableCell }) {
  return cell.content?.map((paragraph, index) => (
    <Fragment key={index}>
      {index > 0 && <br />}
      <Inline content={paragraph.content} />
    </Fragment>
  ));
}

/** 1 is the default and is left out; a span from a broken document is bounded, as browsers do. */
function span(count: number | undefined): number | undefined {
  return count && count > 1 ? Math.min(Math.floor(count), 1000) : undefined;
}
