/** Drawn for the desk on a grid of 24, with round strokes, as the site's own (`components/ui/icon.tsx`). */
const paths = {
  paragraph: 'M13 5v14M17 5v14M19 5h-9a4 4 0 0 0 0 8h3',
  bold: 'M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z',
  emphasis: 'M6 5h12M12 5v9M8 19h.01M12 19h.01M16 19h.01',
  strike:
    'M4 12h16M16.5 7.5C16 6 14.5 5 12 5 9.5 5 8 6.3 8 8c0 1 .5 1.8 1.5 2.3M7.5 16c.6 1.8 2.200 3 4.500 3 2.500 0 4.300-1.200 4.300-3.200 0-.6-.2-1.100-.5-1.600',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1',
  bullets: 'M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01',
  numbers: 'M10 6h10M10 12h10M10 18h10M4 5l1.500-1v5M4 14.500c0-2 3-2 3 0 0 1.200-3 2-3 3.500h3',
  quote: 'M5 5v14M9 8h11M9 12h11M9 16h7',
  pull: 'M4 4h16M4 20h16M7 10h10M9 14h6',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 8.500h.01',
  gallery: 'M7 7h13v12H7zM4 16V4h13M7 16l4-4 3 3 2-2 4 4',
  audio: 'M4 10v4h3l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11',
  video: 'M4 6h11v12H4zM15 10l5-3v10l-5-3',
  card: 'M4 6h16v12H4zM7 9h5M7 12h5M7 15h3M15 9h2v3h-2z',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14M15 5v14',
  rule: 'M4 12h16M9 7h6M9 17h6',
  code: 'M9 8l-4 4 4 4M15 8l4 4-4 4',
  undo: 'M9 6L5 10l4 4M5 10h9a5 5 0 0 1 0 10h-3',
  redo: 'M15 6l4 4-4 4M19 10h-9a5 5 0 0 0 0 10h3',
  check: 'M5 13l4 4L19 7',
  hints: 'M4 7h9M4 12h6M4 17h9M15 14l2.500 2.500L22 11',
  keys: 'M4 7h16v10H4zM7.500 10h.01M11 10h.01M14.500 10h.01M17 10h.01M8 14h8',
  close: 'M6 6l12 12M18 6L6 18',
  add: 'M12 5v14M5 12h14',
  up: 'M6 14l6-6 6 6',
  down: 'M6 10l6 6 6-6',
  upload: 'M12 15V4M8 8l4-4 4 4M5 20h14',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L20 20',
} as const;

export type DeskIconName = keyof typeof paths;

/** A decorative sign: the control's label says what it means. */
export function DeskIcon({ name }: { name: DeskIconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
