/** A float canvas (three channels, sRGB 0..1) and the operations that every picture is made of. */
import sharp from 'sharp';
import { hex, type Rgb, ramp, type Stop } from './colour.ts';
import { clamp, lerp, noise, rng, smooth } from './noise.ts';

export type Blend = 'normal' | 'multiply' | 'screen' | 'add';

/** Three passes of a box blur in place, close to a Gaussian of the same radius. */
export function blurPlane(buf: Float32Array, w: number, h: number, radius: number): void {
  const r = Math.round(radius / 1.7);
  if (r < 1) return;
  const tmp = new Float32Array(Math.max(w, h));
  const norm = 1 / (2 * r + 1);
  for (let pass = 0; pass < 3; pass++) {
    for (let y = 0; y < h; y++) {
      const o = y * w;
      let sum = 0;
      for (let k = -r; k <= r; k++) sum += buf[o + clamp(k, 0, w - 1)] as number;
      for (let x = 0; x < w; x++) {
        tmp[x] = sum * norm;
        sum += (buf[o + Math.min(w - 1, x + r + 1)] as number) - (buf[o + Math.max(0, x - r)] as number);
      }
      for (let x = 0; x < w; x++) buf[o + x] = tmp[x] as number;
    }
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let k = -r; k <= r; k++) sum += buf[clamp(k, 0, h - 1) * w + x] as number;
      for (let y = 0; y < h; y++) {
        tmp[y] = sum * norm;
        sum += (buf[Math.min(h - 1, y + r + 1) * w + x] as number) - (buf[Math.max(0, y - r) * w + x] as number);
      }
      for (let y = 0; y < h; y++) buf[y * w + x] = tmp[y] as number;
    }
  }
}

/** A transparent layer: four planes, colour premultiplied by alpha. */
export class Layer {
  w: number;
  h: number;
  r: Float32Array;
  g: Float32Array;
  b: Float32Array;
  a: Float32Array;
  constructor(w: number, h: number) {
    this.w = w;
    this.h = h;
    this.r = new Float32Array(w * h);
    this.g = new Float32Array(w * h);
    this.b = new Float32Array(w * h);
    this.a = new Float32Array(w * h);
  }
  static async svg(w: number, h: number, body: string, defs = ''): Promise<Layer> {
    const text = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}"><defs>${defs}</defs>${body}</svg>`;
    const raw = await sharp(Buffer.from(text), { unlimited: true }).ensureAlpha().raw().toBuffer();
    const layer = new Layer(w, h);
    for (let i = 0; i < w * h; i++) {
      const a = (raw[i * 4 + 3] as number) / 255;
      layer.a[i] = a;
      layer.r[i] = ((raw[i * 4] as number) / 255) * a;
      layer.g[i] = ((raw[i * 4 + 1] as number) / 255) * a;
      layer.b[i] = ((raw[i * 4 + 2] as number) / 255) * a;
    }
    return layer;
  }
  put(x: number, y: number, c: readonly number[], a: number): void {
    if (x < 0 || y < 0 || x >= this.w || y >= this.h || a <= 0) return;
    const i = y * this.w + x;
    const k = 1 - a;
    this.r[i] = (this.r[i] as number) * k + (c[0] as number) * a;
    this.g[i] = (this.g[i] as number) * k + (c[1] as number) * a;
    this.b[i] = (this.b[i] as number) * k + (c[2] as number) * a;
    this.a[i] = (this.a[i] as number) * k + a;
  }
  blur(radius: number): this {
    for (const p of [this.r, this.g, this.b, this.a]) blurPlane(p, this.w, this.h, radius);
    return this;
  }
  /** Change the colour of what is there: the function sees the colour (not premultiplied) and returns another. */
  shade(fn: (x: number, y: number, c: Rgb, a: number) => Rgb): this {
    for (let y = 0; y < this.h; y++)
      for (let x = 0; x < this.w; x++) {
        const i = y * this.w + x;
        const a = this.a[i] as number;
        if (a < 0.003) continue;
        const c = fn(x, y, [(this.r[i] as number) / a, (this.g[i] as number) / a, (this.b[i] as number) / a], a);
        this.r[i] = c[0] * a;
        this.g[i] = c[1] * a;
        this.b[i] = c[2] * a;
      }
    return this;
  }
}

export class Canvas {
  w: number;
  h: number;
  px: Float32Array;
  constructor(w: number, h: number) {
    this.w = w;
    this.h = h;
    this.px = new Float32Array(w * h * 3);
  }
  each(fn: (x: number, y: number, i: number) => void): void {
    for (let y = 0, i = 0; y < this.h; y++) for (let x = 0; x < this.w; x++, i += 3) fn(x, y, i);
  }
  get(x: number, y: number): Rgb {
    const i = (clamp(Math.round(y), 0, this.h - 1) * this.w + clamp(Math.round(x), 0, this.w - 1)) * 3;
    return [this.px[i] as number, this.px[i + 1] as number, this.px[i + 2] as number];
  }
  mixAt(i: number, c: readonly number[], a: number): void {
    const p = this.px;
    p[i] = (p[i] as number) + ((c[0] as number) - (p[i] as number)) * a;
    p[i + 1] = (p[i + 1] as number) + ((c[1] as number) - (p[i + 1] as number)) * a;
    p[i + 2] = (p[i + 2] as number) + ((c[2] as number) - (p[i + 2] as number)) * a;
  }
  addAt(i: number, c: readonly number[], a: number): void {
    const p = this.px;
    p[i] = (p[i] as number) + (c[0] as number) * a;
    p[i + 1] = (p[i + 1] as number) + (c[1] as number) * a;
    p[i + 2] = (p[i + 2] as number) + (c[2] as number) * a;
  }
  /** A vertical ramp from y0 to y1 (fractions of the height), over the whole width. */
  sky(stops: readonly Stop[], y0 = 0, y1 = 1): this {
    const at = ramp(stops);
    for (let y = 0; y < this.h; y++) {
      const c = at((y / this.h - y0) / (y1 - y0));
      for (let x = 0; x < this.w; x++) this.px.set(c, (y * this.w + x) * 3);
    }
    return this;
  }
  /** Soft light around a point; x, y, radius in fractions of the width and height. */
  glow(cx: number, cy: number, radius: number, colour: string, strength: number, squash = 1, power = 2): this {
    const c = hex(colour);
    const X = cx * this.w;
    const Y = cy * this.h;
    const R = radius * this.w;
    this.each((x, y, i) => {
      const d = Math.hypot(x - X, (y - Y) / squash) / R;
      const a = strength * (power === 2 ? Math.exp(-d * d * 2.2) : Math.exp(-d * power));
      if (a > 0.002) {
        const p = this.px;
        for (let k = 0; k < 3; k++) {
          const v = p[i + k] as number;
          p[i + k] = v + (c[k] as number) * a * (1.15 - clamp(v));
        }
      }
    });
    return this;
  }
  disc(cx: number, cy: number, radius: number, colour: string, alpha = 1, feather = 1.5): this {
    const c = hex(colour);
    const X = cx * this.w;
    const Y = cy * this.h;
    const R = radius * this.w;
    for (let y = Math.max(0, Math.floor(Y - R - feather)); y < Math.min(this.h, Y + R + feather); y++)
      for (let x = Math.max(0, Math.floor(X - R - feather)); x < Math.min(this.w, X + R + feather); x++) {
        const a = clamp((R - Math.hypot(x - X, y - Y)) / feather + 0.5) * alpha;
        if (a > 0) this.mixAt((y * this.w + x) * 3, c, a);
      }
    return this;
  }
  /** Cloud bank: stretched noise between two heights. */
  clouds(o: {
    seed: number;
    y: number;
    depth: number;
    colour: string;
    under?: string;
    alpha: number;
    scale?: number;
    stretch?: number;
    cover?: number;
    soft?: number;
  }): this {
    const n = noise(o.seed);
    const s = (o.scale ?? 3) / this.w;
    const st = o.stretch ?? 3;
    const light = hex(o.colour);
    const dark = hex(o.under ?? o.colour);
    const cover = o.cover ?? 0;
    const soft = o.soft ?? 0.55;
    const c: Rgb = [0, 0, 0];
    for (let y = 0; y < this.h; y++) {
      const v = (y / this.h - o.y) / o.depth;
      const band = Math.exp(-v * v * 1.6);
      if (band < 0.01) continue;
      for (let x = 0; x < this.w; x++) {
        const u = x * s;
        const w = y * s * st;
        const warp = n.fbm(u * 0.7 + 9, w * 0.7 + 4, 3) * 0.9;
        const f = n.fbm(u + warp * 0.5, w + warp, 5);
        const a = smooth(-soft * 0.3 - cover, soft - cover, f) * band * o.alpha;
        if (a < 0.004) continue;
        const lit = smooth(-0.3, 0.5, f - n.at(u * 1.3 + 2, w * 1.3 - 0.35) * 0.6 - v * 0.15);
        for (let k = 0; k < 3; k++) c[k] = lerp(dark[k] as number, light[k] as number, lit);
        this.mixAt((y * this.w + x) * 3, c, a);
      }
    }
    return this;
  }
  /** Mist band: thicker below the middle, with a torn upper edge. */
  mist(o: {
    seed: number;
    y: number;
    depth: number;
    colour: string;
    alpha: number;
    scale?: number;
    tear?: number;
  }): this {
    const n = noise(o.seed);
    const c = hex(o.colour);
    const s = (o.scale ?? 2.2) / this.w;
    const tear = o.tear ?? 0.8;
    for (let y = 0; y < this.h; y++) {
      const v0 = (y / this.h - o.y) / o.depth;
      if (Math.abs(v0) > 2.6) continue;
      for (let x = 0; x < this.w; x++) {
        const f = n.fbm(x * s, y * s * 2.6, 5);
        const v = v0 + f * tear;
        const a = Math.exp(-v * v * 1.5) * o.alpha * (0.75 + 0.35 * f);
        if (a > 0.003) this.mixAt((y * this.w + x) * 3, c, clamp(a));
      }
    }
    return this;
  }
  layer(l: Layer, opacity = 1, blend: Blend = 'normal', dx = 0, dy = 0): this {
    const p = this.px;
    for (let y = 0; y < l.h; y++) {
      const Y = y + dy;
      if (Y < 0 || Y >= this.h) continue;
      for (let x = 0; x < l.w; x++) {
        const X = x + dx;
        if (X < 0 || X >= this.w) continue;
        const j = y * l.w + x;
        const a = (l.a[j] as number) * opacity;
        if (a < 0.002) continue;
        const i = (Y * this.w + X) * 3;
        const cs = [(l.r[j] as number) * opacity, (l.g[j] as number) * opacity, (l.b[j] as number) * opacity];
        for (let k = 0; k < 3; k++) {
          const v = p[i + k] as number;
          const s = cs[k] as number;
          if (blend === 'normal') p[i + k] = v * (1 - a) + s;
          else if (blend === 'multiply') p[i + k] = v * (1 - a) + v * s;
          else if (blend === 'screen') p[i + k] = v + s * (1 - clamp(v));
          else p[i + k] = v + s;
        }
      }
    }
    return this;
  }
  async svg(body: string, o: { defs?: string; opacity?: number; blend?: Blend; blur?: number } = {}): Promise<this> {
    const l = await Layer.svg(this.w, this.h, body, o.defs ?? '');
    if (o.blur) l.blur(o.blur);
    return this.layer(l, o.opacity ?? 1, o.blend ?? 'normal');
  }
  blur(radius: number, mask?: (x: number, y: number) => number): this {
    const n = this.w * this.h;
    for (let k = 0; k < 3; k++) {
      const plane = new Float32Array(n);
      for (let i = 0; i < n; i++) plane[i] = this.px[i * 3 + k] as number;
      blurPlane(plane, this.w, this.h, radius);
      for (let i = 0; i < n; i++) {
        const m = mask ? mask(i % this.w, Math.floor(i / this.w)) : 1;
        this.px[i * 3 + k] = lerp(this.px[i * 3 + k] as number, plane[i] as number, m);
      }
    }
    return this;
  }
  /** Light that spills from what is brighter than the threshold. */
  bloom(radius: number, strength: number, threshold = 0.6): this {
    const w = Math.ceil(this.w / 4);
    const h = Math.ceil(this.h / 4);
    const planes = [new Float32Array(w * h), new Float32Array(w * h), new Float32Array(w * h)];
    this.each((x, y, i) => {
      const m = Math.max(this.px[i] as number, this.px[i + 1] as number, this.px[i + 2] as number);
      const k = smooth(threshold, threshold + 0.35, m) / 16;
      if (k <= 0) return;
      const j = (y >> 2) * w + (x >> 2);
      for (let c = 0; c < 3; c++)
        (planes[c] as Float32Array)[j] = ((planes[c] as Float32Array)[j] as number) + (this.px[i + c] as number) * k;
    });
    for (const p of planes) blurPlane(p, w, h, radius / 4);
    this.each((x, y, i) => {
      const fx = clamp(x / 4 - 0.5, 0, w - 1.001);
      const fy = clamp(y / 4 - 0.5, 0, h - 1.001);
      const x0 = Math.floor(fx);
      const y0 = Math.floor(fy);
      const u = fx - x0;
      const v = fy - y0;
      const x1 = Math.min(w - 1, x0 + 1);
      const y1 = Math.min(h - 1, y0 + 1);
      for (let c = 0; c < 3; c++) {
        const p = planes[c] as Float32Array;
        const s =
          lerp(
            lerp(p[y0 * w + x0] as number, p[y0 * w + x1] as number, u),
            lerp(p[y1 * w + x0] as number, p[y1 * w + x1] as number, u),
            v,
          ) * strength;
        const q = this.px[i + c] as number;
        this.px[i + c] = q + s * (1.1 - clamp(q));
      }
    });
    return this;
  }
  /**
   * Water below row `line` (fraction): the picture above, mirrored, rippled, tinted; ripples grow towards the viewer.
   * `squeeze` > 1 compresses the mirrored part, as a camera looking down on the water does.
   */
  reflect(o: {
    line: number;
    seed: number;
    tint: string;
    tintAmount: number;
    ripple?: number;
    squeeze?: number;
    bottom?: number;
    mask?: (x: number, y: number) => number;
    sparkle?: number;
    sparkleColour?: string;
    depthTint?: number;
  }): this {
    const n = noise(o.seed);
    const y0 = Math.round(o.line * this.h);
    const bottom = Math.round((o.bottom ?? 1) * this.h);
    const tint = hex(o.tint);
    const ripple = o.ripple ?? 1;
    const source = this.px.slice();
    const sparkle = o.sparkle ? hex(o.sparkleColour ?? '#ffffff') : null;
    for (let y = y0; y < bottom; y++) {
      const d = (y - y0) / (this.h - y0);
      const persp = 1 / (0.02 + d);
      for (let x = 0; x < this.w; x++) {
        const m = o.mask ? o.mask(x, y) : 1;
        if (m <= 0) continue;
        const u = ((x - this.w / 2) * persp) / 260;
        const v = persp * 3.2;
        const w1 = n.fbm(u * 0.9, v * 2.2, 3);
        const w2 = n.at(u * 2.5 + 7, v * 6.5);
        const k = ripple * (0.15 + d * 1.1);
        const dx = (w1 * 16 + w2 * 7) * k;
        const dy = (w1 * 34 + w2 * 16) * k;
        const sx = clamp(Math.round(x + dx), 0, this.w - 1);
        const sy = clamp(Math.round(y0 - (y - y0) * (o.squeeze ?? 1) + dy), 0, y0 - 1);
        const j = (sy * this.w + sx) * 3;
        const i = (y * this.w + x) * 3;
        const t = clamp(o.tintAmount + (o.depthTint ?? 0.25) * d + w1 * 0.1 * ripple);
        const c: Rgb = [
          lerp(source[j] as number, tint[0], t),
          lerp(source[j + 1] as number, tint[1], t),
          lerp(source[j + 2] as number, tint[2], t),
        ];
        this.mixAt(i, c, m);
        if (sparkle && o.sparkle) {
          const s = smooth(0.42, 0.62, n.at(u * 3.1, v * 9.5) + w2 * 0.25) * o.sparkle * m;
          if (s > 0.01) this.addAt(i, sparkle, s);
        }
      }
    }
    return this;
  }
  /** Curves, vignette, paper texture and fine grain: the last step of every picture. */
  finish(
    o: {
      seed?: number;
      grain?: number;
      vignette?: number;
      contrast?: number;
      saturation?: number;
      warm?: number;
      paper?: number;
      lift?: number;
    } = {},
  ): this {
    const random = rng((o.seed ?? 1) + 999);
    const n = noise((o.seed ?? 1) + 5);
    const grain = o.grain ?? 0.011;
    const paper = o.paper ?? 0.012;
    const vig = o.vignette ?? 0.16;
    const con = o.contrast ?? 0.12;
    const sat = o.saturation ?? 1.06;
    const warm = o.warm ?? 0;
    const lift = o.lift ?? 0;
    this.each((x, y, i) => {
      const p = this.px;
      const dx = x / this.w - 0.5;
      const dy = y / this.h - 0.5;
      const shade = 1 - vig * smooth(0.12, 0.62, dx * dx + dy * dy) * 1.6;
      const g = (random() + random() - 1) * grain + n.at(x * 0.31, y * 0.31) * paper;
      let r = (p[i] as number) * shade * (1 + warm);
      let gr = (p[i + 1] as number) * shade;
      let b = (p[i + 2] as number) * shade * (1 - warm);
      const l = r * 0.3 + gr * 0.59 + b * 0.11;
      r = l + (r - l) * sat;
      gr = l + (gr - l) * sat;
      b = l + (b - l) * sat;
      const curve = (v: number): number => {
        // soft shoulder above 0.9, gentle S below
        const s = v > 0.9 ? 0.9 + 0.1 * (1 - Math.exp(-(v - 0.9) / 0.1)) : Math.max(0, v);
        return lift + (1 - lift) * (s + con * (s - 0.5) * s * (1 - s) * 4 * 0.6) + g;
      };
      p[i] = curve(r);
      p[i + 1] = curve(gr);
      p[i + 2] = curve(b);
    });
    return this;
  }
  bytes(): Buffer {
    const out = Buffer.alloc(this.px.length);
    for (let i = 0; i < out.length; i++) out[i] = Math.round(clamp(this.px[i] as number) * 255);
    return out;
  }
}

export const svgPath = (points: readonly (readonly [number, number])[], close = true): string =>
  `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${close ? 'Z' : ''}`;
