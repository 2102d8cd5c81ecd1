import { type ReactNode, useMemo, useState } from 'react';
import type { BlockNode } from '#db/schema/body.ts';
import { type BlockDiff, blockText, diffDrafts, type FieldDiff, type NameOf, type Span } from '#lib/desk/diff.ts';
import type { Draft } from '#lib/desk/draft.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings.diff;

type Props = { before: Draft; after: Draft; nameOf: NameOf /** What the two are called. */; titles: [string, string] };

/** What differs between two versions of a story, by word; side by side or in one text. */
export function DiffView({ before, after, nameOf, titles }: Props) {
  const [inline, setInline] = useState(false);
  const [all, setAll] = useState(false);
  const diff = useMemo(() => diffDrafts(before, after, nameOf), [before, after, nameOf]);
  const none = diff.fields.length === 0 && diff.blocks.every(({ change }) => change === 'same');
  return (
    <section className="desk-diff" aria-label={text.label}>
      <div className="desk-row">
        <label>
          <input type="radio" checked={!inline} onChange={() => setInline(false)} /> {text.sideBySide}
        </label>
        <label>
          <input type="radio" checked={inline} onChange={() => setInline(true)} /> {text.inline}
        </label>
        <label>
          <input type="checkbox" checked={!all} onChange={() => setAll(!all)} /> {text.onlyChanges}
        </label>
      </div>
      {none && <p className="desk-note">{text.same}</p>}
      <div className={inline ? 'desk-diff-text' : 'desk-diff-sides'}>
        {!inline && <Sides left={<b>{titles[0]}</b>} right={<b>{titles[1]}</b>} />}
        {diff.fields.map((field) => (
          <FieldChange key={field.field} field={field} inline={inline} />
        ))}
        {runs(diff.blocks).map((run, at) =>
          Array.isArray(run) && !all ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a comparison never change places
            <p key={at} className="desk-diff-skip">
              {text.skipped(run.length)}
            </p>
          ) : (
            [run].flat().map((block, inner) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <BlockChange key={`${at} ${inner}`} block={block} inline={inline} nameOf={nameOf} />
            ))
          ),
        )}
      </div>
    </section>
  );
}

/** Equal blocks that follow each other together. */
function runs(blocks: BlockDiff[]): (BlockDiff | BlockDiff[])[] {
  const result: (BlockDiff | BlockDiff[])[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (block.change !== 'same') result.push(block);
    else if (Array.isArray(last)) last.push(block);
    else result.push([block]);
  }
  return result;
}

function FieldChange({ field, inline }: { field: FieldDiff; inline: boolean }) {
  const name = editorStrings.fields[field.field];
  if (inline) {
    return (
      <p>
        <b className="desk-diff-name">{name}</b>
        <Spans spans={field.spans} />
      </p>
    );
  }
  const side = (without: 'added' | 'removed') => (
    <p>
      <b className="desk-diff-name">{name}</b>
      <Spans spans={field.spans} without={without} />
    </p>
  );
  return <Sides left={side('added')} right={side('removed')} />;
}

function BlockChange({ block, inline, nameOf }: { block: BlockDiff; inline: boolean; nameOf: NameOf }) {
  if (block.change === 'same') {
    const same = <Plain block={block.block} nameOf={nameOf} />;
    return inline ? same : <Sides left={same} right={same} />;
  }
  if (block.change === 'changed') {
    const note = block.words ? null : <em className="desk-diff-note">{text.form}</em>;
    const side = (node: BlockNode, without?: 'added' | 'removed') => (
      <Kind node={node}>
        <Spans spans={block.spans} {...(without && { without })} />
        {note}
      </Kind>
    );
    return inline ? (
      side(block.after)
    ) : (
      <Sides left={side(block.before, 'added')} right={side(block.after, 'removed')} />
    );
  }
  const [node, change] =
    block.change === 'removed' ? [block.before, 'removed' as const] : [block.after, 'added' as const];
  const whole = (
    <Kind node={node}>
      <Spans spans={[{ text: blockText(node, nameOf), change }]} />
    </Kind>
  );
  if (inline) return whole;
  return change === 'removed' ? <Sides left={whole} right={null} /> : <Sides left={null} right={whole} />;
}

export function Plain({ block, nameOf }: { block: BlockNode; nameOf: NameOf }) {
  return <Kind node={block}>{blockText(block, nameOf)}</Kind>;
}

/** A paragraph needs no name; everything else says what it is. */
function Kind({ node, children }: { node: BlockNode; children: ReactNode }) {
  return (
    <p className={`desk-diff-block is-${node.type}`}>
      {node.type !== 'paragraph' && <b className="desk-diff-name">{text.kinds[node.type]}</b>}
      {children}
    </p>
  );
}

function Sides({ left, right }: { left: ReactNode; right: ReactNode }) {
  return (
    <div className="desk-diff-row">
      <div>{left}</div>
      <div>{right}</div>
    </div>
  );
}

/** What differs, where neither is older than the other. */
export function Differences({ spans, side }: { spans: Span[]; side: 'added' | 'removed' }) {
  return spans.map((span, at) => {
    const key = `${at}`;
    if (span.change === 'same') return <span key={key}>{span.text}</span>;
    return span.change === side ? <mark key={key}>{span.text}</mark> : null;
  });
}

/** Removed and added also for those who do not see the colours: struck out and underlined, and said. */
export function Spans({ spans, without }: { spans: Span[]; without?: 'added' | 'removed' }) {
  return spans.map((span, at) => {
    if (span.change === without) return null;
    const key = `${at}`;
    if (span.change === 'removed') {
      return (
        <del key={key}>
          <span className="visually-hidden">{text.removed}</span>
          {span.text}
        </del>
      );
    }
    if (span.change === 'added') {
      return (
        <ins key={key}>
          <span className="visually-hidden">{text.added}</span>
          {span.text}
        </ins>
      );
    }
    return <span key={key}>{span.text}</span>;
  });
}
