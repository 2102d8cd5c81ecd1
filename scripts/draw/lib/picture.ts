import type { Canvas } from './canvas.ts';

/** One picture: what it is called, what is to be seen on it, and how it is drawn. */
export interface Picture {
  key: string;
  w?: number;
  h?: number;
  alt: string;
  caption: string;
  /** Focal point in fractions of width and height. */
  focal: [number, number];
  /** EXIF DateTimeOriginal, "YYYY:MM:DD HH:MM:SS". */
  taken: string;
  draw(c: Canvas): void | Promise<void>;
}
