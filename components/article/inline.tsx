import type { ReactNode } from 'react';
import { Phrases } from '#components/ui/phrases.tsx';
import type { InlineNode, Mark } from '#db/schema/body.ts';
import { each } from './each.ts';
import { SafeLink } from './safe-link.tsx';

type Props = {
  content: InlineNode[] | undefined;
  /** Large type, which breaks between words alone. */
  large?: boolean;
};

/** Running text with its marks, the first mark outermost. Text is always text: React escapes it. */
export function Inline({ content, large = false }: Props): ReactNode {
  return each(content, (node) => {
    if (node.type === 'hardBreak') return <br />;
    if (node.type !== 'text') return null;
    const text = large ? <Phrases text={node.text} /> : node.text;
    return (node.marks ?? []).reduceRight<ReactNode>(wrap, text);
  });
}

function wrap(inner: ReactNode, mark: Mark): ReactNode {
  switch (mark.type) {
    case 'bold':
      return <strong>{inner}</strong>;
    case 'italic':
      return <em>{inner}</em>;
    case 'strike':
      return <s>{inner}</s>;
    case 'code':
      return <code>{inner}</code>;
    case 'link':
      return <SafeLink href={mark.attrs.href}>{inner}</SafeLink>;
    default:
      return inner;
  }
}

/** The words alone, for names of tables and emptiness checks. */
export function plainText(content: InlineNode[] | undefined): string {
  return (content ?? [])
    .map((node) => (node.type === 'text' ? node.text : ' '))
    .join('')
    .trim();
}
