/** Drawn for this site on a grid of 24, with round strokes of 1.75. */
const paths = {
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  clock: 'M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.5h.01',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6',
  list: 'M5 6h14M5 12h14M5 18h9',
  close: 'M6 6l12 12M18 6L6 18',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  theme: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  smaller: 'M2.5 19L8 5l5.5 14M4.5 14.5h7M16 8h6',
  larger: 'M2.5 19L8 5l5.5 14M4.5 14.5h7M16 8h6M19 5v6',
  share: 'M12 15V4M8 7.5L12 4l4 3.5M5 12v8h14v-8',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 20h2',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  speaker: 'M4 10v4h3l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  download: 'M12 4v11M8 11.5l4 3.5 4-3.5M5 20h14',
  report: 'M5 21V4h13l-3 4.5L18 13H5',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM13 7l4 4',
  search: 'M20 20l-4.5-4.5M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z',
  key: 'M14.5 9.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM13 13l6.5 6.5M16.5 16.5l2-2',
  leave: 'M14 5H5v14h9M10 12h10M16.5 8.5L20 12l-3.5 3.5',
} as const;

export type IconName = keyof typeof paths;

/** A decorative sign: the words beside it, or the control's label, say what it means. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
