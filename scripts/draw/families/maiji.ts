/** The haystack-shaped red sandstone cliff with its niches and plank walks, built as a relief map wrapped around a dome. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, type Rgb } from '../lib/colour.ts';
import { conifer, crown, ridge, stars } from '../lib/nature.ts';
import { clamp, lerp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { forested } from './forest.ts';
import { flakes } from './snow.ts';

const TW = 2400;
const TH = 1900;

interface Relief {
  depth: Float32Array;
  kind: Uint8Array; // 0 rock, 1 niche, 2 wood, 3 statue
}
let cachedRelief: Relief | undefined;

/** The unrolled cliff: rock strata, niches (pits), three tall figures in low relief, and the plank walks (ledges). */
function relief(): Relief {
  if (cachedRelief) return cachedRelief;
  const depth = new Float32Array(TW * TH);
  const kind = new Uint8Array(TW * TH);
  const n = noise(77);
  const r = rng(2024);
  for (let y = 0; y < TH; y++)
    for (let x = 0; x < TW; x++) {
      const wob = n.fbm(x * 0.003, y * 0.003, 3) * 30;
      const strata =
        n.fbm(x * 0.0012, (y + wob) * 0.03, 4) * 7 + Math.max(0, n.at(x * 0.001 + 5, (y + wob) * 0.012)) * 16;
      const gully = n.ridged(x * 0.008, y * 0.0016 + 9, 3) * 9;
      depth[y * TW + x] = strata - gully + n.fbm(x * 0.02, y * 0.02, 4) * 5;
    }
  const pit = (cx: number, cy: number, w: number, h: number, d: number): void => {
    for (let y = Math.floor(cy - h); y < cy; y++)
      for (let x = Math.floor(cx - w / 2); x < cx + w / 2; x++) {
        if (x < 0 || x >= TW || y < 0 || y >= TH) continue;
        const t = (cy - y) / h;
        const half = t < 0.6 ? 0.5 : 0.5 * Math.sqrt(Math.max(0, 1 - ((t - 0.6) / 0.4) ** 2));
        const e = clamp((half - Math.abs(x - cx) / w) * w * 0.5);
        if (e <= 0) continue;
        const i = y * TW + x;
        depth[i] = (depth[i] as number) - d * e;
        if (e > 0.5) kind[i] = 1;
        // a seated figure within, only suggested
        const u = (x - cx) / (w * 0.5);
        const head = Math.hypot(u / 0.24, (t - 0.56) / 0.12) < 1;
        const body = t < 0.47 && Math.abs(u) < 0.3 + (0.47 - t) * 0.75 && t > 0.06;
        if ((head || body) && w > 22) {
          depth[i] = (depth[i] as number) + d * 0.72;
          kind[i] = 3;
        }
      }
  };
  const figure = (cx: number, top: number, H: number): void => {
    const W = H * 0.3;
    for (let y = Math.floor(top - H * 0.05); y < top + H; y++)
      for (let x = Math.floor(cx - W); x < cx + W; x++) {
        const t = (y - top) / H;
        const u = (x - cx) / W;
        const head = Math.max(0, 1 - (u / 0.2) ** 2 - ((t - 0.095) / 0.085) ** 2);
        const bun = Math.max(0, 1 - (u / 0.12) ** 2 - ((t - 0.01) / 0.03) ** 2);
        const neck = t > 0.1 && t < 0.22 ? Math.max(0, 1 - (u / 0.12) ** 2) * 0.7 : 0;
        const sh = 0.16 + 0.34 * smooth(0.18, 0.27, t) - 0.1 * smooth(0.45, 0.8, t) + 0.07 * smooth(0.86, 1, t);
        const body = t > 0.18 ? Math.max(0, 1 - Math.abs(u / sh) ** 3) * smooth(0.18, 0.23, t) : 0;
        const v = Math.max(Math.sqrt(head), Math.sqrt(bun) * 0.8, neck, Math.sqrt(body) * 0.9);
        if (v <= 0.02) continue;
        // robe: hanging folds below the waist, curved ones over the chest
        const hang = Math.sin(u * 26 + n.at(x * 0.02, y * 0.01) * 2) * 2.2 * smooth(0.45, 0.6, t);
        const chest = Math.sin((t - u * u * 0.22) * 70) * 1.5 * smooth(0.24, 0.3, t) * (1 - smooth(0.5, 0.6, t));
        const arm = t > 0.3 && t < 0.46 ? Math.max(0, 1 - ((u - 0.12) / 0.26) ** 2 - ((t - 0.38) / 0.05) ** 2) * 7 : 0;
        const i = y * TW + x;
        const worn = n.fbm(x * 0.02, y * 0.02, 3) * 3;
        depth[i] = (depth[i] as number) * 0.35 + 20 * v + (hang + chest) * v + arm + worn;
        kind[i] = 3;
      }
  };
  // three tall figures on the east face
  figure(1490, 720, 420);
  figure(1370, 810, 310);
  figure(1612, 810, 310);
  // niches in rows
  const rows = [420, 520, 640, 760, 880, 1000, 1120, 1240, 1350];
  rows.forEach((ry, k) => {
    const from = 420 + Math.abs(k - 4) * 45;
    const to = TW - 420 - Math.abs(k - 4) * 40;
    for (let x = from; x < to; ) {
      const big = r() < 0.12;
      const w = big ? r.range(64, 92) : r.range(24, 46);
      const h = w * r.range(1.15, 1.5);
      const near = x > 1270 && x < 1720 && ry > 690 && ry < 1190;
      if (!near && r() < 0.78 && n.fbm(x * 0.004, ry * 0.004 + 3, 2) > -0.28)
        pit(x, ry + r.range(-16, 16), w, h, big ? 46 : 30);
      x += w + r.range(14, 70);
    }
  });
  // the long pavilion-like hall high up: a row of seven openings under one lintel
  for (let k = 0; k < 7; k++) pit(1000 + k * 74, 400, 54, 92, 52);
  // plank walks
  const put = (x: number, y: number, d: number): void => {
    if (x < 0 || x >= TW || y < 0 || y >= TH) return;
    const i = Math.floor(y) * TW + Math.floor(x);
    if (d > (depth[i] as number)) depth[i] = d;
    kind[i] = 2;
  };
  const walk = (x0: number, y0: number, x1: number, y1: number): void => {
    const steps = Math.abs(x1 - x0) + Math.abs(y1 - y0) * 0.5;
    for (let s = 0; s <= steps; s += 0.5) {
      const t = s / steps;
      const x = lerp(x0, x1, t);
      let y = lerp(y0, y1, t);
      if (Math.abs(y1 - y0) > 20) y = Math.round(y / 7) * 7;
      for (let q = 0; q < 7; q++) put(x, y + q, 44);
      for (let q = 0; q < 3; q++) put(x, y - 26 + q, 46);
      if (Math.floor(x) % 4 < 1) put(x, y - 13, 46);
      if (Math.floor(x) % 26 < 3) {
        for (let q = -26; q < 0; q++) put(x, y + q, 46);
        for (let q = 7; q < 26; q++) put(x - (q - 7) * 0.1, y + q, 44 - q * 1.3);
      }
    }
  };
  const levels: [number, number, number][] = [
    [432, 900, 1560],
    [545, 620, 1230],
    [560, 1500, 1880],
    [668, 480, 1180],
    [785, 640, 1260],
    [905, 430, 1200],
    [1025, 700, 1290],
    [1180, 560, 1820],
    [1265, 1240, 1900],
    [1375, 800, 1500],
    [700, 1740, 1960],
    [905, 1760, 2000],
    [1040, 1740, 1930],
  ];
  for (const [y, a, b] of levels) walk(a, y, b, y);
  const stairs: [number, number, number, number][] = [
    [1230, 545, 1060, 432],
    [1180, 668, 1000, 545],
    [640, 785, 830, 668],
    [1200, 905, 1020, 785],
    [700, 1025, 880, 905],
    [1290, 1025, 1080, 1180],
    [1820, 1180, 1700, 1265],
    [1500, 1375, 1330, 1265],
    [1880, 560, 1760, 700],
    [1960, 700, 1850, 905],
    [2000, 905, 1880, 1040],
    [1740, 1040, 1800, 1180],
    [1500, 560, 1560, 432],
    [800, 1375, 1000, 1560],
  ];
  for (const [a, b, c2, d] of stairs) walk(a, b, c2, d);
  cachedRelief = { depth, kind };
  return cachedRelief;
}

interface CliffLook {
  cx: number;
  top: number;
  bottom: number;
  half: number;
  rock: string;
  rockDark: string;
  rockPale: string;
  wood: string;
  cap: string[];
  sun: [number, number, number];
  sunColour: string;
  sunStrength: number;
  ambient: string;
  ambientStrength: number;
  snow?: number;
  haze?: string;
  hazeAmount?: number;
  lamps?: boolean;
  capTrees?: 'leaf' | 'none';
  wet?: number;
}

/** Wraps the relief around the dome and paints it. Positions are in pixels. */
export function cliff(c: Canvas, o: CliffLook): { edge: (y: number) => [number, number] } {
  const { depth, kind } = relief();
  const n = noise(5);
  const [lx, ly, lz] = o.sun;
  // cast shadows on the unrolled cliff
  const shade = new Float32Array(TW * TH);
  const inv = 1 / Math.max(0.15, lz);
  for (let y = 0; y < TH; y++)
    for (let x = 0; x < TW; x++) {
      const i = y * TW + x;
      const d0 = depth[i] as number;
      let s = 1;
      for (let k = 2; k < 90; k = k * 1.25 + 1) {
        const X = Math.round(x + lx * k);
        const Y = Math.round(y + ly * k);
        if (X < 0 || X >= TW || Y < 0 || Y >= TH) break;
        const over = (depth[Y * TW + X] as number) - d0 - k * lz * inv * 0.85 * lz;
        if (over > 0) s = Math.min(s, 1 - clamp(over / 5));
        if (s <= 0) break;
      }
      shade[i] = s;
    }
  const sunC = hex(o.sunColour);
  const amb = hex(o.ambient);
  const rock = hex(o.rock);
  const dark = hex(o.rockDark);
  const pale = hex(o.rockPale);
  const woodC = hex(o.wood);
  const haze = hex(o.haze ?? o.ambient);
  const knots: [number, number][] = [
    [0, 0.02],
    [0.03, 0.2],
    [0.1, 0.4],
    [0.2, 0.57],
    [0.33, 0.75],
    [0.48, 0.9],
    [0.62, 0.99],
    [0.74, 1],
    [0.86, 0.95],
    [1, 0.9],
  ];
  const half = (v: number, side = 0): number => {
    const t = clamp(v);
    let k = 0;
    while (k < knots.length - 2 && t > (knots[k + 1] as [number, number])[0]) k++;
    const [v0, h0] = knots[k] as [number, number];
    const [v1, h1] = knots[k + 1] as [number, number];
    const f = (t - v0) / (v1 - v0);
    const wave = n.fbm(v * 5, 3 + side * 9, 4) * 0.09 + n.at(v * 22, side * 5) * 0.02;
    return o.half * (h0 + (h1 - h0) * (f * 0.6 + f * f * (3 - 2 * f) * 0.4)) * (1 + wave + side * 0.03);
  };
  const H = o.bottom - o.top;
  const cc: Rgb = [0, 0, 0];
  const capLine = (u: number): number => 0.11 + n.fbm(u * 3 + 4, 8, 4) * 0.06 + u * u * 0.2;
  for (let y = Math.max(0, Math.floor(o.top)); y < Math.min(c.h, o.bottom); y++) {
    const v = (y - o.top) / H;
    const hl = half(v, -1);
    const hr = half(v, 1);
    for (let x = Math.floor(o.cx - hl * 1.06); x < o.cx + hr * 1.06; x++) {
      if (x < 0 || x >= c.w) continue;
      const hw = x < o.cx ? hl : hr;
      const rough = n.fbm(y * 0.012, x > o.cx ? 20 : 40, 4) * 0.022;
      const s = (x - o.cx) / (hw * (1 + rough));
      if (Math.abs(s) >= 1) continue;
      const cover = clamp((1 - Math.abs(s)) * hw);
      const u = Math.asin(s) / (Math.PI / 2);
      const tx = clamp((u * 0.5 + 0.5) * (TW - 1), 1, TW - 2.01);
      const ty = clamp(v * (TH - 1), 1, TH - 2.01);
      const xi = Math.floor(tx);
      const yi = Math.floor(ty);
      const fx = tx - xi;
      const fy = ty - yi;
      const i = yi * TW + xi;
      const D = (a: Float32Array, j: number): number =>
        lerp(lerp(a[j] as number, a[j + 1] as number, fx), lerp(a[j + TW] as number, a[j + TW + 1] as number, fx), fy);
      const gx = (D(depth, i + 1) - D(depth, i - 1)) * 0.5;
      const gy = (D(depth, i + (ty < TH - 4 ? TW : 0)) - D(depth, i - TW)) * 0.5;
      const sh = D(shade, i);
      const kd = kind[i] as number;
      // dome normal plus relief
      const up = -0.85 * (1 - smooth(0, 0.55, v)) + 0.14 * smooth(0.65, 1, v);
      let nx = s - gx * 0.34;
      let ny = up - gy * 0.34;
      const nz = Math.sqrt(Math.max(0.05, 1 - s * s));
      const len = Math.hypot(nx, ny, nz);
      nx /= len;
      ny /= len;
      const ndl = Math.max(0, nx * lx + ny * ly + (nz / len) * lz) * sh;
      const wob = n.fbm(tx * 0.003, ty * 0.003, 3) * 26;
      const band = n.fbm(tx * 0.0012, (ty + wob) * 0.034, 4);
      const stain = smooth(0.05, 0.55, n.fbm(tx * 0.022, ty * 0.0014 + 3, 4)) * smooth(0.05, 0.3, v);
      const mott = n.fbm(tx * 0.03, ty * 0.03, 3) * 0.12;
      const occl = kd === 1 ? 0.24 : kd === 3 ? 0.85 : 1;
      for (let m = 0; m < 3; m++) {
        let a = lerp(
          rock[m] as number,
          band > 0 ? (pale[m] as number) : (dark[m] as number),
          clamp(Math.abs(band) * 1.5),
        );
        a = lerp(a, (dark[m] as number) * 0.75, stain * (0.5 + (o.wet ?? 0)));
        a *= 1 + mott;
        if (kd === 3) a = lerp(a, pale[m] as number, 0.32);
        if (kd === 2) a = woodC[m] as number;
        if (kd === 1) a = (dark[m] as number) * 0.55;
        if (o.snow && kd !== 1) {
          const lie = clamp((-ny - 0.25) * 2.2 + n.fbm(tx * 0.02, ty * 0.02, 3) * 0.5 - 0.1) * o.snow;
          a = lerp(a, 0.96, lie);
        }
        let col =
          a *
          ((sunC[m] as number) * ndl * o.sunStrength +
            (amb[m] as number) * o.ambientStrength * occl * (0.75 - ny * 0.35));
        col = lerp(col, haze[m] as number, (o.hazeAmount ?? 0) * smooth(0.35, 1.05, v + Math.abs(s) * 0.12));
        cc[m] = col;
      }
      c.mixAt((y * c.w + x) * 3, cc, cover);
    }
  }
  const r = rng(31);
  if (o.lamps)
    for (let k = 0; k < 46; k++) {
      const u = r.range(-0.6, 0.6);
      const ry = r.pick([432, 545, 668, 785, 905, 1025, 1180, 1265, 1375]);
      const v = (ry - 30) / TH;
      const x = o.cx + Math.sin((u * Math.PI) / 2) * half(v);
      c.glow(x / c.w, (o.top + v * H) / c.h, 0.02, '#ffc46b', 0.5);
      c.disc(x / c.w, (o.top + v * H) / c.h, 0.0011, '#fff1c8', 1);
    }
  // trees on the cap and in the cracks
  if (o.capTrees !== 'none')
    for (let k = 0; k < 760; k++) {
      const t = k / 760;
      const u = r.range(-0.99, 0.99);
      const lim = capLine(u);
      const scrub = r() < 0.1;
      const v = scrub ? lim + r.range(0, 0.05) : lim * Math.min(1, t ** 0.7 * r.range(0.8, 1.05));
      const x = o.cx + Math.sin((u * Math.PI) / 2) * half(v, u < 0 ? -1 : 1);
      const size = (o.half / 420) * r.range(5, 12) * (scrub ? 0.6 : 1);
      crown(c, x, o.top + v * H - size * 0.35, size, size * r.range(0.75, 1.15), r.pick(o.cap), {
        seed: k + 3,
        light: [lx * 0.9, ly],
        lit: o.snow ? '#f4f6f8' : undefined,
      });
    }
  return { edge: (y) => [o.cx - half((y - o.top) / H), o.cx + half((y - o.top) / H)] };
}

/** The cliff under snow, before any flakes fall; the film of the same scene uses it too. */
export function maijiInSnow(c: Canvas): void {
  c.sky(
    [
      [0, '#9fb0c0'],
      [0.6, '#cfd6dc'],
      [1, '#e6e6e4'],
    ],
    0,
    0.7,
  );
  ridge(c, {
    seed: 13,
    y: 0.4,
    amp: 0.1,
    scale: 3,
    rough: 0.6,
    colour: '#b4bfc9',
    foot: '#e3e6e8',
    depth: 0.3,
    lit: '#f3f5f7',
    relief: 0.5,
  });
  ridge(c, {
    seed: 18,
    y: 0.56,
    amp: 0.1,
    scale: 3,
    rough: 0.6,
    colour: '#93a1ae',
    foot: '#e3e6e8',
    depth: 0.28,
    lit: '#f3f5f7',
    relief: 0.7,
  });
  cliff(c, {
    cx: 700,
    top: 110,
    bottom: 960,
    half: 440,
    rock: '#a9705a',
    rockDark: '#6f4840',
    rockPale: '#c99a84',
    wood: '#5a4438',
    cap: ['#7f8d8f', '#98a5a8', '#6b7b7d'],
    sun: [0.4, -0.75, 0.5],
    sunColour: '#f2f1ee',
    sunStrength: 0.72,
    ambient: '#c3d0de',
    ambientStrength: 0.66,
    snow: 1,
    haze: '#dfe4e8',
    hazeAmount: 0.5,
  });
  const r = rng(4);
  c.mist({ seed: 9, y: 0.82, depth: 0.07, colour: '#e9ecee', alpha: 0.8, scale: 3 });
  for (let row = 0; row < 4; row++)
    for (let x = -40; x < 1650; x += r.range(46, 92))
      conifer(
        c,
        x,
        930 + row * 62 + r.range(0, 30) + Math.abs(x - 800) * -0.03,
        r.range(110, 190) + row * 34,
        row < 2 ? '#64757c' : '#46575e',
        { seed: r.int(1, 999), snow: 0.78, foot: '#dfe5ea', footAmount: 0.5 },
      );
}

export const maiji: Picture[] = [
  {
    key: 'maiji-1',
    alt: '晨雾中的麦积山崖，草垛形红色砂岩上布满窟龛与栈道',
    caption: '晨雾散开，麦积山像一座金色的麦垛立在林海之上。',
    focal: [0.52, 0.42],
    taken: '2024:05:09 07:05:00',
    draw(c) {
      c.sky(
        [
          [0, '#9dbac6'],
          [0.45, '#dfe0d2'],
          [0.75, '#f8e3bf'],
        ],
        0,
        0.8,
      );
      c.glow(0.08, 0.3, 0.45, '#ffe6b0', 0.7);
      ridge(c, {
        seed: 3,
        y: 0.42,
        amp: 0.09,
        scale: 3,
        rough: 0.4,
        colour: '#a9b9b8',
        foot: '#e6e2d0',
        depth: 0.3,
        relief: 0.2,
      });
      ridge(c, {
        seed: 8,
        y: 0.55,
        amp: 0.1,
        scale: 3.4,
        rough: 0.5,
        colour: '#839c93',
        foot: '#e2e0cd',
        depth: 0.26,
        relief: 0.35,
      });
      c.mist({ seed: 4, y: 0.62, depth: 0.07, colour: '#efe9d6', alpha: 0.8 });
      cliff(c, {
        cx: 850,
        top: 120,
        bottom: 930,
        half: 420,
        rock: '#c08058',
        rockDark: '#84503a',
        rockPale: '#e0b184',
        wood: '#6e4a30',
        cap: ['#55743f', '#6a8748', '#47683e', '#7b9250'],
        sun: [-0.62, -0.48, 0.62],
        sunColour: '#ffe0ad',
        sunStrength: 1.15,
        ambient: '#bccbd8',
        ambientStrength: 0.52,
        haze: '#e9e2cc',
        hazeAmount: 0.5,
      });
      c.mist({ seed: 9, y: 0.83, depth: 0.06, colour: '#f1ead6', alpha: 0.85, scale: 3 });
      forested(c, {
        seed: 5,
        near: 60,
        far: 1000,
        horizon: 0.66,
        eye: 150,
        slope: 0.1,
        dip: -12,
        colours: ['#4d6e42', '#5f8048', '#3d5d3c', '#7b9450'],
        sun: { azimuth: -80, elevation: 24, colour: '#ffe0ad', strength: 2.2 },
        ambient: { colour: '#b4c6d2', strength: 0.6 },
        haze: { colour: '#ebe6d2', distance: 1100 },
        mist: { colour: '#f1ead6', level: -6, falloff: 16, distance: 320 },
      });
      c.finish({ seed: 1, warm: 0.01 });
    },
  },
  {
    key: 'maiji-2',
    w: 1200,
    h: 1600,
    alt: '仰拍崖面近景，凌空栈道与台阶在窟龛之间折返而上',
    caption: '凌空栈道依崖折返，把高低错落的窟龛连成一条空中小路。',
    focal: [0.7, 0.45],
    taken: '2024:10:14 10:22:00',
    draw(c) {
      c.sky(
        [
          [0, '#5f97c4'],
          [1, '#b7d2dd'],
        ],
        0,
        0.6,
      );
      cliff(c, {
        cx: 1090,
        top: -480,
        bottom: 2250,
        half: 1010,
        rock: '#b9734f',
        rockDark: '#8a4a32',
        rockPale: '#e6ae7c',
        wood: '#7d5335',
        cap: ['#55743f'],
        sun: [-0.58, -0.6, 0.55],
        sunColour: '#fff0d2',
        sunStrength: 1.18,
        ambient: '#a6bedb',
        ambientStrength: 0.54,
        capTrees: 'none',
      });
      c.finish({ seed: 2, contrast: 0.2 });
    },
  },
  {
    key: 'maiji-3',
    alt: '雪中麦积山，栈道与崖顶积雪，松林披白',
    caption: '雪落麦积，栈道上的积雪勾出一道道白线。',
    focal: [0.45, 0.42],
    taken: '2024:01:18 09:40:00',
    draw(c) {
      maijiInSnow(c);
      flakes(c, { seed: 4, count: 900, size: [0.8, 3.2], alpha: 0.8 });
      c.finish({ seed: 3, saturation: 0.95 });
    },
  },
  {
    key: 'maiji-4',
    alt: '秋林环抱的麦积山，红叶黄叶铺满山脚',
    caption: '霜降前后，山脚的林子红黄相间，崖色与秋色连成一片。',
    focal: [0.4, 0.4],
    taken: '2024:10:27 16:48:00',
    draw(c) {
      c.sky(
        [
          [0, '#4f86b4'],
          [0.6, '#a8c9d8'],
          [1, '#f0e4c8'],
        ],
        0,
        0.62,
      );
      c.clouds({
        seed: 21,
        y: 0.16,
        depth: 0.12,
        colour: '#ffffff',
        under: '#a9bccb',
        alpha: 0.75,
        scale: 2.6,
        stretch: 3,
      });
      ridge(c, {
        seed: 23,
        y: 0.44,
        amp: 0.1,
        scale: 3,
        rough: 0.5,
        colour: '#7f9099',
        foot: '#c9c9b8',
        depth: 0.3,
        relief: 0.4,
      });
      ridge(c, {
        seed: 28,
        y: 0.58,
        amp: 0.09,
        scale: 3.6,
        rough: 0.45,
        colour: '#9a7f52',
        foot: '#cbb98c',
        depth: 0.25,
        lit: '#e0b765',
        relief: 0.6,
      });
      cliff(c, {
        cx: 610,
        top: 90,
        bottom: 900,
        half: 400,
        rock: '#c47a4d',
        rockDark: '#84472f',
        rockPale: '#e7b07c',
        wood: '#6b452c',
        cap: ['#a8843a', '#8a7a3c', '#c08a3a', '#6f7a40'],
        sun: [0.68, -0.42, 0.6],
        sunColour: '#ffd798',
        sunStrength: 1.28,
        ambient: '#a9bfda',
        ambientStrength: 0.46,
      });
      forested(c, {
        seed: 15,
        near: 55,
        far: 1000,
        horizon: 0.6,
        eye: 140,
        slope: 0.1,
        dip: -10,
        colours: ['#b5482c', '#d0812f', '#e0ab3e', '#8a8a3c', '#a33a2c', '#c9973a', '#5f7440', '#6b7f42'],
        sun: { azimuth: 75, elevation: 22, colour: '#ffd798', strength: 2.6 },
        ambient: { colour: '#a9bfda', strength: 0.55 },
        haze: { colour: '#d9c9a4', distance: 3000 },
      });
      c.finish({ seed: 4, warm: 0.02, contrast: 0.18 });
    },
  },
  {
    key: 'maiji-5',
    alt: '蓝调时刻的麦积山，栈道灯光点点，月亮升上崖顶',
    caption: '入夜，栈道上的灯次第亮起，崖壁沉入蓝色。',
    focal: [0.6, 0.42],
    taken: '2024:09:16 19:58:00',
    draw(c) {
      c.sky(
        [
          [0, '#131f3f'],
          [0.5, '#34527f'],
          [1, '#8f8ca0'],
        ],
        0,
        0.75,
      );
      stars(c, { seed: 3, count: 500, below: () => 420 });
      c.glow(0.2, 0.17, 0.2, '#dfe6f2', 0.45);
      c.disc(0.2, 0.17, 0.024, '#f6f1de', 1, 2);
      ridge(c, {
        seed: 33,
        y: 0.5,
        amp: 0.1,
        scale: 3,
        rough: 0.5,
        colour: '#3b4f76',
        foot: '#7a8099',
        depth: 0.35,
        relief: 0.2,
      });
      ridge(c, {
        seed: 38,
        y: 0.6,
        amp: 0.1,
        scale: 3,
        rough: 0.5,
        colour: '#2a3c60',
        foot: '#66708e',
        depth: 0.3,
        relief: 0.2,
      });
      cliff(c, {
        cx: 980,
        top: 120,
        bottom: 960,
        half: 420,
        rock: '#94708a',
        rockDark: '#5d4a6a',
        rockPale: '#b794a0',
        wood: '#4a3d4e',
        cap: ['#22344e', '#2b3f58', '#1c2c46'],
        sun: [-0.7, -0.4, 0.5],
        sunColour: '#b9c8ee',
        sunStrength: 0.5,
        ambient: '#6f86c0',
        ambientStrength: 0.55,
        lamps: true,
        haze: '#5a6788',
        hazeAmount: 0.4,
      });
      c.mist({ seed: 39, y: 0.84, depth: 0.06, colour: '#6f7a9a', alpha: 0.7, scale: 3 });
      forested(c, {
        seed: 25,
        near: 60,
        far: 1000,
        horizon: 0.66,
        eye: 150,
        slope: 0.1,
        dip: -12,
        colours: ['#2b4460', '#34506a', '#243a55'],
        sun: { azimuth: -60, elevation: 30, colour: '#a9bff0', strength: 0.75 },
        ambient: { colour: '#5a74b4', strength: 0.5 },
        haze: { colour: '#6f7a9a', distance: 1400 },
        mist: { colour: '#6f7a9a', level: -8, falloff: 14, distance: 400 },
      });
      c.bloom(22, 0.5, 0.75);
      c.finish({ seed: 5, vignette: 0.2 });
    },
  },
  {
    key: 'maiji-6',
    alt: '细雨里的山崖剪影隐入云气，近处松枝横斜',
    caption: '烟雨麦积：云从谷里升起来，只留崖顶一角。',
    focal: [0.55, 0.4],
    taken: '2024:07:21 11:15:00',
    draw(c) {
      c.sky(
        [
          [0, '#a9b4b0'],
          [1, '#dedfd6'],
        ],
        0,
        0.8,
      );
      ridge(c, {
        seed: 43,
        y: 0.38,
        amp: 0.13,
        scale: 2.4,
        rough: 0.6,
        colour: '#b3beb9',
        foot: '#dcded6',
        depth: 0.25,
        relief: 0.25,
      });
      cliff(c, {
        cx: 900,
        top: 150,
        bottom: 1000,
        half: 400,
        rock: '#9c7260',
        rockDark: '#6b5048',
        rockPale: '#b99480',
        wood: '#54423a',
        cap: ['#4f6658', '#5d7361', '#43594e'],
        sun: [-0.3, -0.8, 0.5],
        sunColour: '#e6e8e4',
        sunStrength: 0.45,
        ambient: '#bac6c6',
        ambientStrength: 0.8,
        haze: '#dcded6',
        hazeAmount: 0.95,
        wet: 0.3,
      });
      c.mist({ seed: 45, y: 0.4, depth: 0.05, colour: '#dfe2db', alpha: 0.75, scale: 2.4, tear: 1.1 });
      c.mist({ seed: 46, y: 0.68, depth: 0.13, colour: '#dfe1d9', alpha: 1, scale: 2.2 });
      ridge(c, {
        seed: 51,
        y: 0.86,
        amp: 0.09,
        scale: 3.2,
        rough: 0.4,
        colour: '#54695e',
        foot: '#c9d0c6',
        depth: 0.2,
        relief: 0.4,
        firs: 15,
      });
      c.mist({ seed: 47, y: 0.96, depth: 0.05, colour: '#dfe1d9', alpha: 0.8 });
      const r = rng(9);
      for (const [x, b, hgt] of [
        [90, 1130, 560],
        [240, 1160, 430],
        [1500, 1150, 480],
        [1400, 1180, 330],
      ] as const)
        conifer(c, x, b, hgt, '#2f423b', { seed: r.int(1, 99), lit: '#5d7467', width: 0.2 });
      let rain = '';
      for (let k = 0; k < 420; k++) {
        const x = r.range(-50, 1650);
        const y = r.range(-50, 1067);
        const l = r.range(20, 60);
        rain += `<path d="M${x} ${y}l${-l * 0.14} ${l}" stroke="#ffffff" stroke-opacity="${r.range(0.08, 0.3).toFixed(2)}" stroke-width="1.1"/>`;
      }
      return c.svg(rain).then(() => {
        c.finish({ seed: 6, contrast: 0.16 });
      });
    },
  },
];
