import Link from 'next/link';
import type { FormAction } from '../form-state.ts';
import { Table } from '../table.tsx';
import type { Choice } from './list.tsx';
import { OrderButtons } from './order.client.tsx';
import { sectionWords as words } from './strings.ts';

export type SectionLine = {
  id: number;
  name: string;
  slug: string;
  depth: number;
  /** `三审`, or as the section above. */
  reviews: string;
  stories: number;
  first: boolean;
  last: boolean;
};

/** The tree, a line each, in the order of the site. */
export function SectionTable({ rows, order }: { rows: SectionLine[]; order: FormAction }) {
  return (
    <Table head={[words.name, words.reviews, '已发布', words.order]}>
      {rows.map(({ id, name, slug, depth, reviews, stories, first, last }) => (
        <tr key={id}>
          <td className="name">
            <span aria-hidden="true">{'　'.repeat(depth)}</span>
            <Link href={`/desk/sections/${id}`} prefetch={false}>
              {name}
              <small>{slug}</small>
            </Link>
          </td>
          <td>{reviews}</td>
          <td className="num quiet">{stories} 篇</td>
          <td className="end">
            <OrderButtons id={id} name={name} first={first} last={last} action={order} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Sections as a choice, those below another set in. */
export function sectionOptions(sections: readonly { id: number; name: string; depth: number }[]): Choice[] {
  return [
    { value: '', label: words.noParent },
    ...sections.map(({ id, name, depth }) => ({ value: String(id), label: `${'　'.repeat(depth)}${name}` })),
  ];
}
