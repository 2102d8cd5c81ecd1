/** Moving pictures: still layers from the canvas, put together anew for every frame and handed to ffmpeg. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Canvas, Layer } from './canvas.ts';
import { clamp } from './noise.ts';

/** Draws once on black and once on white to find out what is transparent. */
export async function cut(w: number, h: number, draw: (c: Canvas) => void | Promise<void>): Promise<Layer> {
  const black = new Canvas(w, h);
  const white = new Canvas(w, h);
  white.px.fill(1);
  await draw(black);
  await draw(white);
  const l = new Layer(w, h);
  for (let i = 0; i < w * h; i++) {
    const d =
      (white.px[i * 3] as number) -
      (black.px[i * 3] as number) +
      (white.px[i * 3 + 1] as number) -
      (black.px[i * 3 + 1] as number) +
      (white.px[i * 3 + 2] as number) -
      (black.px[i * 3 + 2] as number);
    l.a[i] = clamp(1 - d / 3);
    l.r[i] = black.px[i * 3] as number;
    l.g[i] = black.px[i * 3 + 1] as number;
    l.b[i] = black.px[i * 3 + 2] as number;
  }
  return l;
}
export async function still(w: number, h: number, draw: (c: Canvas) => void | Promise<void>): Promise<Canvas> {
  const c = new Canvas(w, h);
  await draw(c);
  return c;
}

export class Frame {
  w: number;
  h: number;
  px: Float32Array;
  constructor(w: number, h: number) {
    this.w = w;
    this.h = h;
    this.px = new Float32Array(w * h * 3);
  }
  /** A cross-fade of two plates of the frame's own size. */
  plate(a: Canvas, b?: Canvas, t = 0): void {
    if (!b || t <= 0) this.px.set(a.px);
    else if (t >= 1) this.px.set(b.px);
    else for (let i = 0; i < this.px.length; i++) this.px[i] = (a.px[i] as number) * (1 - t) + (b.px[i] as number) * t;
  }
  /** A layer moved sideways by a fraction of a pixel; `wrap` repeats it without an end. */
  slide(l: Layer, dx: number, dy: number, opacity = 1, wrap = false): void {
    const ox = Math.floor(dx);
    const f = dx - ox;
    const oy = Math.round(dy);
    for (let y = 0; y < this.h; y++) {
      const sy = y - oy;
      if (sy < 0 || sy >= l.h) continue;
      for (let x = 0; x < this.w; x++) {
        let s0 = x - ox;
        let s1 = s0 - 1;
        if (wrap) {
          s0 = ((s0 % l.w) + l.w) % l.w;
          s1 = ((s1 % l.w) + l.w) % l.w;
        } else if (s1 < 0 || s0 >= l.w) continue;
        const j0 = sy * l.w + s0;
        const j1 = sy * l.w + s1;
        const a = ((l.a[j0] as number) * (1 - f) + (l.a[j1] as number) * f) * opacity;
        if (a < 0.003) continue;
        const i = (y * this.w + x) * 3;
        const k = 1 - a;
        this.px[i] = (this.px[i] as number) * k + ((l.r[j0] as number) * (1 - f) + (l.r[j1] as number) * f) * opacity;
        this.px[i + 1] =
          (this.px[i + 1] as number) * k + ((l.g[j0] as number) * (1 - f) + (l.g[j1] as number) * f) * opacity;
        this.px[i + 2] =
          (this.px[i + 2] as number) * k + ((l.b[j0] as number) * (1 - f) + (l.b[j1] as number) * f) * opacity;
      }
    }
  }
  /** A small layer turned and scaled around its own pivot (fractions), its pivot put at (x, y). */
  stamp(
    l: Layer,
    x: number,
    y: number,
    size: number,
    angle: number,
    opacity = 1,
    pivotX = 0.5,
    pivotY = 0.5,
    stretch = 1,
  ): void {
    const ca = Math.cos(angle) / size;
    const sa = Math.sin(angle) / size;
    const R = Math.hypot(Math.max(pivotX, 1 - pivotX) * l.w, Math.max(pivotY, 1 - pivotY) * l.h) * size;
    for (let Y = Math.max(0, Math.floor(y - R)); Y <= Math.min(this.h - 1, y + R); Y++)
      for (let X = Math.max(0, Math.floor(x - R)); X <= Math.min(this.w - 1, x + R); X++) {
        const dx = X - x;
        const dy = (Y - y) / stretch;
        const u = dx * ca + dy * sa + pivotX * l.w - 0.5;
        const v = -dx * sa + dy * ca + pivotY * l.h - 0.5;
        const u0 = Math.floor(u);
        const v0 = Math.floor(v);
        if (u0 < 0 || v0 < 0 || u0 >= l.w - 1 || v0 >= l.h - 1) continue;
        const fu = u - u0;
        const fv = v - v0;
        const j = v0 * l.w + u0;
        const w00 = (1 - fu) * (1 - fv) * opacity;
        const w10 = fu * (1 - fv) * opacity;
        const w01 = (1 - fu) * fv * opacity;
        const w11 = fu * fv * opacity;
        const k = j + l.w;
        const a =
          (l.a[j] as number) * w00 +
          (l.a[j + 1] as number) * w10 +
          (l.a[k] as number) * w01 +
          (l.a[k + 1] as number) * w11;
        if (a < 0.003) continue;
        const i = (Y * this.w + X) * 3;
        const q = 1 - a;
        this.px[i] =
          (this.px[i] as number) * q +
          (l.r[j] as number) * w00 +
          (l.r[j + 1] as number) * w10 +
          (l.r[k] as number) * w01 +
          (l.r[k + 1] as number) * w11;
        this.px[i + 1] =
          (this.px[i + 1] as number) * q +
          (l.g[j] as number) * w00 +
          (l.g[j + 1] as number) * w10 +
          (l.g[k] as number) * w01 +
          (l.g[k + 1] as number) * w11;
        this.px[i + 2] =
          (this.px[i + 2] as number) * q +
          (l.b[j] as number) * w00 +
          (l.b[j + 1] as number) * w10 +
          (l.b[k] as number) * w01 +
          (l.b[k + 1] as number) * w11;
      }
  }
  glow(x: number, y: number, radius: number, c: readonly number[], strength: number): void {
    const R = radius * 2.2;
    for (let Y = Math.max(0, Math.floor(y - R)); Y <= Math.min(this.h - 1, y + R); Y++)
      for (let X = Math.max(0, Math.floor(x - R)); X <= Math.min(this.w - 1, x + R); X++) {
        const d2 = ((X - x) ** 2 + (Y - y) ** 2) / (radius * radius);
        const a = strength * Math.max(0, Math.exp(-d2 * 1.4) - 0.0012);
        if (a < 0.002) continue;
        const i = (Y * this.w + X) * 3;
        for (let k = 0; k < 3; k++)
          this.px[i + k] = (this.px[i + k] as number) + (c[k] as number) * a * (1.1 - clamp(this.px[i + k] as number));
      }
  }
  disc(x: number, y: number, r: number, c: readonly number[], opacity: number, soft = 1): void {
    for (let Y = Math.max(0, Math.floor(y - r - soft)); Y <= Math.min(this.h - 1, y + r + soft); Y++)
      for (let X = Math.max(0, Math.floor(x - r - soft)); X <= Math.min(this.w - 1, x + r + soft); X++) {
        const a = clamp((r - Math.hypot(X - x, Y - y)) / soft + 0.5) * opacity;
        if (a <= 0) continue;
        const i = (Y * this.w + X) * 3;
        for (let k = 0; k < 3; k++) this.px[i + k] = (this.px[i + k] as number) * (1 - a) + (c[k] as number) * a;
      }
  }
  /** Per-channel gain, for the hour of the day. */
  grade(gain: readonly [number, number, number], lift: readonly [number, number, number] = [0, 0, 0]): void {
    for (let i = 0; i < this.px.length; i += 3)
      for (let k = 0; k < 3; k++)
        this.px[i + k] = (this.px[i + k] as number) * (gain[k] as number) + (lift[k] as number);
  }
  /** Everything below `line` (pixels) shimmers: rows slide to and fro. */
  ripple(line: number, t: number, strength: number): void {
    const row = new Float32Array(this.w * 3);
    for (let y = line; y < this.h; y++) {
      const d = (y - line) / (this.h - line);
      const p = 1 / (0.05 + d);
      const dx =
        strength *
        (0.15 + d) *
        (Math.sin(p * 9 + t * 1.7) + 0.6 * Math.sin(p * 23 - t * 2.6) + 0.5 * Math.sin(y * 0.35 + t * 3.1));
      const o = y * this.w * 3;
      row.set(this.px.subarray(o, o + this.w * 3));
      const f0 = Math.floor(dx);
      const f = dx - f0;
      for (let x = 0; x < this.w; x++) {
        const a = clamp(x + f0, 0, this.w - 1) * 3;
        const b = clamp(x + f0 + 1, 0, this.w - 1) * 3;
        for (let k = 0; k < 3; k++)
          this.px[o + x * 3 + k] = (row[a + k] as number) * (1 - f) + (row[b + k] as number) * f;
      }
    }
  }
}

/** A fixed dither keeps gradients from banding without costing the encoder anything. */
function dither(w: number, h: number): Float32Array {
  const d = new Float32Array(w * h);
  let s = 12345;
  for (let i = 0; i < d.length; i++) {
    s = (Math.imul(s, 1664525) + 1013904223) | 0;
    d[i] = (((s >>> 8) & 1023) / 1023 - 0.5) * 1.3;
  }
  return d;
}

/** Draws every frame into a lightly compressed intermediate file. */
export async function shoot(
  file: string,
  o: { w: number; h: number; fps: number; seconds: number; draw: (f: Frame, t: number, n: number) => void },
): Promise<void> {
  const ff = spawn(
    'ffmpeg',
    [
      '-y',
      '-loglevel',
      'error',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-s',
      `${o.w}x${o.h}`,
      '-r',
      String(o.fps),
      '-i',
      '-',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '8',
      '-pix_fmt',
      'yuv420p',
      '-threads',
      '1',
      file,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const frame = new Frame(o.w, o.h);
  const noise = dither(o.w, o.h);
  const total = Math.round(o.seconds * o.fps);
  for (let n = 0; n < total; n++) {
    o.draw(frame, n / o.fps, n);
    const out = Buffer.alloc(o.w * o.h * 3);
    for (let i = 0, p = 0; i < out.length; i += 3, p++) {
      const d = noise[p] as number;
      for (let k = 0; k < 3; k++) {
        const v = (frame.px[i + k] as number) * 255 + d + 0.5;
        out[i + k] = Math.min(255, Math.max(0, v));
      }
    }
    if (!ff.stdin.write(out)) await once(ff.stdin, 'drain');
  }
  ff.stdin.end();
  const [code] = (await once(ff, 'close')) as [number];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}
