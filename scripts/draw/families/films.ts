/** Six short films, 1280 x 720, 24 frames a second. */
import { Canvas, Layer } from '../lib/canvas.ts';
import { hex, type Rgb } from '../lib/colour.ts';
import { cut, type Frame, still } from '../lib/film.ts';
import { boat, bokeh, branch, flowerDefs, ridge, stars, wood } from '../lib/nature.ts';
import { clamp, lerp, noise, rng, smooth } from '../lib/noise.ts';
import { maijiInSnow } from './maiji.ts';
import { range } from './mist.ts';
import { lantern, lanternDefs, skyline, walker } from './night.ts';
import { BASIN, type Pot, VASE } from './pottery.ts';

export const W = 1280;
export const H = 720;
export const FPS = 24;

export interface Film {
  key: string;
  title: string;
  seconds: number;
  poster: string;
  chapters?: { at: number; title: string }[];
  cues: [number, number, string][];
  /** Prepares the layers and returns what draws one frame. */
  prepare(): Promise<(f: Frame, t: number) => void>;
}

/** A strip of mist that repeats sideways: soft torn noise, wide and low. */
function veil(w: number, h: number, seed: number, colour: string, alpha: number, tear = 0.9): Layer {
  const l = new Layer(w, h);
  const n = noise(seed);
  const c = hex(colour);
  for (let y = 0; y < h; y++) {
    const v0 = (y / h - 0.5) * 5;
    for (let x = 0; x < w; x++) {
      // two copies of the field cross-faded over the width, so that the ends meet
      const q = x / w;
      const f = n.fbm(x * 0.0034, y * 0.01, 4) * (1 - q) + n.fbm((x - w) * 0.0034, y * 0.01, 4) * q;
      const v = v0 + f * tear * 2;
      const edge = smooth(0, 0.16, y / h) * smooth(1, 0.84, y / h);
      l.put(x, y, c, clamp(Math.exp(-v * v * 0.7) * alpha * edge * (0.8 + 0.4 * f)));
    }
  }
  return l;
}
/** A soft round flake or petal of any colour, ready to stamp. */
function dot(r: number, colour: string, hard = 0.4): Layer {
  const s = Math.ceil(r * 2 + 4);
  const l = new Layer(s, s);
  const c = hex(colour);
  for (let y = 0; y < s; y++)
    for (let x = 0; x < s; x++) l.put(x, y, c, smooth(1, hard, Math.hypot(x - s / 2 + 0.5, y - s / 2 + 0.5) / r));
  return l;
}

export const films: Film[] = [
  {
    key: 'yunhai',
    title: '云海日出',
    seconds: 24,
    poster: 'mist-2',
    chapters: [
      { at: 0, title: '破晓之前' },
      { at: 8, title: '日出' },
      { at: 17, title: '云海铺开' },
    ],
    cues: [
      [0, 5, '破晓之前，山谷里铺满云海，天边微亮。'],
      [5, 11, '太阳从远处的山脊后面升起。'],
      [11, 18, '光一层一层落到云上，山影由蓝转暖。'],
      [18, 24, '云海缓缓流动，山峰像一座座小岛。'],
    ],
    async prepare() {
      const night = await still(W, H, (c) => {
        c.sky(
          [
            [0, '#1c2c50'],
            [0.4, '#4a5480'],
            [0.62, '#a0809a'],
            [0.8, '#d9a596'],
          ],
          0,
          0.62,
        );
      });
      const day = await still(W, H, (c) => {
        c.sky(
          [
            [0, '#4a78b4'],
            [0.35, '#b3a9b6'],
            [0.62, '#f6b984'],
            [0.8, '#ffe0a8'],
          ],
          0,
          0.62,
        );
        c.clouds({
          seed: 9,
          y: 0.14,
          depth: 0.1,
          colour: '#ffdcb4',
          under: '#9f90ae',
          alpha: 0.6,
          scale: 3,
          stretch: 7,
        });
      });
      const r = (seed: number, y: number, amp: number, colour: string, foot: string, scale: number, lit: string) =>
        cut(W + 120, H, (c) => {
          ridge(c, { seed, y, amp, scale, rough: 0.75, colour, foot, depth: 0.22, relief: 0.45, light: 1, lit });
        });
      const far = await r(31, 0.5, 0.06, '#a67f8c', '#eec2a0', 4, '#f0b89a');
      const mid = await r(37, 0.63, 0.1, '#77627f', '#dcae9f', 3.4, '#e8a98c');
      const near = await r(41, 0.82, 0.15, '#423d5e', '#a2849a', 2.8, '#c98f86');
      const v1 = veil(1700, 190, 3, '#fde0bc', 0.95);
      const v2 = veil(1900, 240, 7, '#f6cdb4', 0.97);
      const v3 = veil(2100, 300, 11, '#ecb9ac', 0.97);
      return (f, t) => {
        const k = smooth(2, 18, t);
        f.plate(night, day, k);
        const sunY = lerp(400, 205, smooth(2, 22, t));
        f.glow(800, sunY, 330, [1, 0.8, 0.5], 0.25 + 0.5 * k);
        f.disc(800, sunY, 33, [1, 0.95, 0.78], 1, 2.5);
        f.glow(800, sunY, 80, [1, 0.92, 0.7], 0.8);
        f.slide(far, -40 - t * 0.6, 0);
        f.slide(v1, -t * 9, 320, 1, true);
        f.slide(mid, -50 - t * 1.2, 0);
        f.slide(v2, 300 + t * 12, 405, 1, true);
        f.slide(near, -50 + t * 1.8 - 20, 0);
        f.slide(v3, -t * 20, 520, 1, true);
        f.slide(v2, 900 + t * 26, 560, 0.9, true);
        f.grade([lerp(0.62, 1.02, k), lerp(0.66, 1, k), lerp(0.86, 0.98, k)]);
      };
    },
  },
  {
    key: 'hesheng',
    title: '河上一天',
    seconds: 24,
    poster: 'weihe-1',
    chapters: [
      { at: 0, title: '清晨' },
      { at: 8, title: '午后' },
      { at: 15, title: '黄昏' },
      { at: 20, title: '月夜' },
    ],
    cues: [
      [0, 6, '清晨，一叶小舟从右岸划出。'],
      [6, 13, '午后，河面明亮，远山清楚起来。'],
      [13, 20, '黄昏，天色转红，晚霞落进水里。'],
      [20, 24, '入夜，月亮升起，水里也有一个月亮。'],
    ],
    async prepare() {
      const scene = (
        stops: [number, string][],
        far: string,
        near: string,
        air: string,
        lit: string,
        tint: string,
        extra?: (c: Canvas) => void,
      ) =>
        still(W, H, (c) => {
          c.sky(stops, 0, 0.9);
          extra?.(c);
          range(c, {
            seed: 3,
            count: 4,
            top: 0.45,
            bottom: 0.545,
            far,
            near,
            air,
            lit,
            amp: [0.06, 0.05],
            rough: 0.45,
            light: 1,
            veil: 0.3,
            relief: 0.4,
          });
          wood(c, {
            seed: 4,
            y: (x) => 400 + Math.sin(x * 0.004) * 4,
            rows: 1,
            rowStep: 3,
            size: [5, 11],
            colours: [near],
            lit,
            gap: 0.8,
          });
          c.reflect({ line: 0.563, seed: 6, tint, tintAmount: 0.08, depthTint: 0.45, ripple: 0.7 });
        });
      const dawn = await scene(
        [
          [0, '#8fa9c8'],
          [0.35, '#d9c3c8'],
          [0.6, '#fbe0c4'],
        ],
        '#b9b3c4',
        '#6f7f92',
        '#f0d9cc',
        '#fff0dc',
        '#8f9fb4',
      );
      const noon = await scene(
        [
          [0, '#4f93cf'],
          [0.4, '#a9cfe4'],
          [0.6, '#e6efe8'],
        ],
        '#a3bccb',
        '#4f7f68',
        '#dbe8e6',
        '#d9e6a8',
        '#4f7f8f',
        (c) => {
          c.clouds({
            seed: 17,
            y: 0.18,
            depth: 0.12,
            colour: '#ffffff',
            under: '#b3cbdb',
            alpha: 0.85,
            scale: 3,
            stretch: 3.4,
          });
        },
      );
      const dusk = await scene(
        [
          [0, '#35497a'],
          [0.3, '#8b7396'],
          [0.5, '#ea9a72'],
          [0.62, '#ffd491'],
        ],
        '#b5848c',
        '#4c3f5c',
        '#e9a987',
        '#ffc994',
        '#5b4568',
        (c) => {
          c.clouds({
            seed: 7,
            y: 0.2,
            depth: 0.13,
            colour: '#ffb98a',
            under: '#6a5c86',
            alpha: 0.7,
            scale: 2.6,
            stretch: 6,
          });
          c.glow(0.62, 0.5, 0.4, '#ffc06c', 0.7, 0.6);
          c.disc(0.62, 0.475, 0.028, '#fff0c4', 1, 2.5);
        },
      );
      const night = await scene(
        [
          [0, '#0e1a33'],
          [0.4, '#223a5f'],
          [0.6, '#54739a'],
        ],
        '#48648b',
        '#14233d',
        '#5f7b9d',
        '#a9c0de',
        '#0d1830',
        (c) => {
          stars(c, { seed: 4, count: 300, below: () => 300 });
          c.glow(0.4, 0.18, 0.22, '#cfdcf0', 0.5);
          c.disc(0.4, 0.18, 0.026, '#fbf7e4', 1, 2);
          const r = rng(8);
          for (let k = 0; k < 20; k++) c.glow(r.range(0.66, 0.98), 0.55 - r.range(0, 0.01), 0.008, '#ffc870', 0.9);
        },
      );
      const sampan = await Layer.svg(300, 200, boat(150, 110, 230, '#231d2c', { reflection: 0.35, hat: '#5a4632' }));
      return (f, t) => {
        if (t < 11) f.plate(dawn, noon, smooth(4, 10, t));
        else if (t < 18) f.plate(noon, dusk, smooth(11, 16, t));
        else f.plate(dusk, night, smooth(18, 22, t));
        f.ripple(406, t, 5);
        const x = lerp(1360, 60, t / 24);
        const y = 520 + Math.sin(t * 1.5) * 2.2;
        f.stamp(sampan, x, y, 0.95, Math.sin(t * 1.1) * 0.018, 0.96, 0.5, 0.55);
        for (let k = 1; k < 5; k++) f.disc(x + 60 + k * 26, y + 12 + k * 1.5, 1.6, [1, 1, 1], 0.16 - k * 0.03, 6);
      };
    },
  },
  {
    key: 'taotu',
    title: '陶纹旋转',
    seconds: 20,
    poster: 'pottery-1',
    chapters: [
      { at: 0, title: '旋涡纹瓶' },
      { at: 10, title: '鱼纹盆' },
    ],
    cues: [
      [0, 5, '一件旋涡纹彩陶瓶缓缓转动。'],
      [5, 10, '黑彩勾出连续的旋涡，白点落在涡心。'],
      [10, 15, '一件鱼纹盆，游鱼绕盆一周。'],
      [15, 20, '转过一圈，第一条鱼又回到眼前。'],
    ],
    async prepare() {
      const n = noise(3);
      /** For every pixel of the pot: where on the skin it lies and how it is lit. The skin itself then only turns. */
      const model = (p: Pot, cx: number, top: number, height: number, turns: number) => {
        const TW = 2400;
        const TH = 900;
        const skin = new Float32Array(TW * TH * 3);
        const clay = hex(p.clay);
        const inks: Rgb[] = [clay, [0.13, 0.085, 0.07], [0.9, 0.83, 0.7], [0.6, 0.24, 0.15]];
        for (let y = 0; y < TH; y++)
          for (let x = 0; x < TW; x++) {
            const a = x / TW;
            const v = y / TH;
            const wx = Math.cos(a * 6.2832) * 5;
            const wy = Math.sin(a * 6.2832) * 5;
            const wob = n.fbm(wx * 2 + v * 9, wy * 2, 3);
            const k = p.skin((((a + wob * 0.001) % 1) + 1) % 1, v + wob * 0.0016);
            const tex = 1 + n.fbm(wx * 2.2, wy * 2.2 + v * 14, 2) * 0.13 + n.fbm(wx + v * 5, wy, 2) * 0.14;
            const worn = k ? smooth(0.26, 0.52, n.fbm(wx * 3 + 7, wy * 3 + v * 30, 4)) * 0.6 : 0;
            for (let m = 0; m < 3; m++)
              skin[(y * TW + x) * 3 + m] = lerp((inks[k] as Rgb)[m] as number, clay[m] as number, worn) * tex;
          }
        const maxR = Math.max(...Array.from({ length: 60 }, (_, k) => p.radius(k / 59))) * height;
        const r0 = p.radius(0) * height;
        const list: { i: number; a: number; v: number; l: number; s: number; e: number; m: number }[] = [];
        const L: Rgb = [-0.66, -0.46, 0.6];
        for (let y = Math.floor(top - r0 * p.tilt - 2); y < Math.min(H, top + height + maxR * p.tilt + 2); y++)
          for (let x = Math.floor(cx - maxR - 2); x < cx + maxR + 2; x++) {
            if (x < 0 || x >= W || y < 0) continue;
            const X = x - cx;
            const my = (y - top) / (r0 * p.tilt);
            const mx = X / r0;
            const mouth = mx * mx + my * my;
            let v = clamp((y - top) / height);
            let s = 2;
            for (let it = 0; it < 6; it++) {
              const R = p.radius(clamp(v)) * height;
              s = X / R;
              if (Math.abs(s) >= 1) break;
              v = (y - top - Math.sqrt(1 - s * s) * R * p.tilt) / height;
            }
            const R = p.radius(clamp(v)) * height;
            s = X / R;
            const front = v >= 0 && v <= 1 && Math.abs(s) < 1;
            if (!front && mouth >= 1) continue;
            if (!front) {
              list.push({
                i: (y * W + x) * 3,
                a: 0,
                v: 0,
                l: mouth > 0.87 ? 0.34 : clamp(0.12 + (1 - my) * 0.14 + mx * 0.08),
                s: 0,
                e: clamp((1 - mouth) * r0 * 0.2),
                m: 1,
              });
              continue;
            }
            const z = Math.sqrt(1 - s * s);
            const slope = (p.radius(clamp(v + 0.006)) - p.radius(clamp(v - 0.006))) / 0.012;
            const nx = s;
            const ny = -slope * 0.8 + Math.sin(v * 190) * 0.012;
            const nz = z + p.tilt * 0.3;
            const q = Math.hypot(nx, ny, nz);
            const d = Math.max(0, (nx * L[0] + ny * L[1] + nz * L[2]) / q);
            const h =
              Math.max(0, (nx * L[0] + ny * L[1] + nz * (L[2] + 1)) / q / Math.hypot(L[0], L[1], L[2] + 1)) ** 26 *
              0.15;
            list.push({
              i: (y * W + x) * 3,
              a: Math.asin(clamp(s, -1, 1)) / 6.2832,
              v,
              l: 0.27 + 1.02 * d,
              s: h,
              e: clamp((1 - Math.abs(s)) * R * 0.9),
              m: 0,
            });
          }
        return (f: Frame, t: number, alpha: number) => {
          const turn = t * turns;
          for (const o of list) {
            let r: number;
            let g: number;
            let b: number;
            if (o.m) {
              r = clay[0] * o.l;
              g = clay[1] * o.l;
              b = clay[2] * o.l;
            } else {
              const u = ((((o.a + turn) % 1) + 1) % 1) * TW;
              const x0 = Math.floor(u) % TW;
              const x1 = (x0 + 1) % TW;
              const fx = u - Math.floor(u);
              const y0 = Math.min(TH - 1, Math.floor(o.v * TH)) * TW;
              const p0 = (y0 + x0) * 3;
              const p1 = (y0 + x1) * 3;
              r = lerp(skin[p0] as number, skin[p1] as number, fx) * o.l * 1.02 + o.s;
              g = lerp(skin[p0 + 1] as number, skin[p1 + 1] as number, fx) * o.l + o.s;
              b = lerp(skin[p0 + 2] as number, skin[p1 + 2] as number, fx) * o.l * 0.96 + o.s * 0.9;
            }
            const e = o.e * alpha;
            f.px[o.i] = (f.px[o.i] as number) * (1 - e) + r * e;
            f.px[o.i + 1] = (f.px[o.i + 1] as number) * (1 - e) + g * e;
            f.px[o.i + 2] = (f.px[o.i + 2] as number) * (1 - e) + b * e;
          }
        };
      };
      const ground = async (warm: boolean) =>
        still(W, H, async (c) => {
          if (warm) {
            c.sky([
              [0, '#4f463f'],
              [0.55, '#8d7c6c'],
              [0.72, '#b9a58f'],
              [0.74, '#8f7a66'],
              [1, '#5a493c'],
            ]);
            c.glow(0.4, 0.42, 0.42, '#e9d3b6', 0.5);
          } else {
            c.sky([
              [0, '#1b242b'],
              [0.6, '#36464f'],
              [0.68, '#2a363d'],
              [1, '#161d22'],
            ]);
            c.glow(0.5, 0.4, 0.42, '#6f8a94', 0.5);
          }
          await c.svg(
            warm
              ? '<ellipse cx="740" cy="668" rx="300" ry="30" fill="#120a06" opacity=".65"/>'
              : '<ellipse cx="650" cy="604" rx="420" ry="42" fill="#05070a" opacity=".8"/>',
            { blur: 22 },
          );
          c.finish({ grain: 0, paper: 0, vignette: 0.24 });
        });
      const g1 = await ground(true);
      const g2 = await ground(false);
      const vase = model(VASE, 640, 70, 590, 1 / 12);
      const basin = model(BASIN, 640, 240, 330, 1 / 12);
      return (f, t) => {
        const k = smooth(9.2, 10.8, t);
        f.plate(g1, g2, k);
        if (k < 1) vase(f, t, 1 - k);
        if (k > 0) basin(f, t, k);
        const open = smooth(0, 1, t) * smooth(20, 19, t);
        if (open < 1) f.grade([open, open, open]);
      };
    },
  },
  {
    key: 'xueluo',
    title: '雪落麦积',
    seconds: 20,
    poster: 'maiji-3',
    cues: [
      [0, 6, '雪花落在麦积山的崖壁和松林上。'],
      [6, 13, '栈道积雪，勾出一道道白线，山脚的雾慢慢移动。'],
      [13, 20, '雪越下越密，远山隐去。'],
    ],
    async prepare() {
      const big = new Canvas(1600, 1067);
      maijiInSnow(big);
      big.finish({ seed: 3, saturation: 0.95, grain: 0, paper: 0 });
      // scaled to the film's width and cropped, by area
      const plate = new Canvas(W, H);
      const k = 1600 / W;
      for (let y = 0; y < H; y++)
        for (let x = 0; x < W; x++) {
          const u = (x + 0.5) * k - 0.5;
          const v = (y + 0.5) * k - 0.5 + 84;
          const x0 = Math.floor(u);
          const y0 = Math.floor(v);
          const c00 = big.get(x0, y0);
          const c10 = big.get(x0 + 1, y0);
          const c01 = big.get(x0, y0 + 1);
          const c11 = big.get(x0 + 1, y0 + 1);
          for (let m = 0; m < 3; m++)
            plate.px[(y * W + x) * 3 + m] = lerp(
              lerp(c00[m] as number, c10[m] as number, u - x0),
              lerp(c01[m] as number, c11[m] as number, u - x0),
              v - y0,
            );
        }
      plate.blur(0.9);
      const v1 = veil(1900, 200, 5, '#e6eaed', 0.85);
      const v2 = veil(1700, 260, 9, '#dfe5e9', 0.8);
      const r = rng(7);
      const sizes = [1.9, 2.8, 4.2, 7];
      const sprite = sizes.map((s) => dot(s, '#ffffff', 0.2));
      const flakes = Array.from({ length: 230 }, () => {
        const z = Math.floor(r() ** 2.2 * 4);
        return { x: r() * 1400, y: r() * 760, z, ph: r() * 6.28, sp: [26, 40, 62, 96][z] as number };
      });
      return (f, t) => {
        f.plate(plate);
        f.slide(v1, -t * 12, 470, 0.9, true);
        f.slide(v2, t * 8, 130, 0.35 + 0.5 * smooth(10, 20, t), true);
        for (const s of flakes) {
          const y = ((s.y + t * s.sp) % 760) - 20;
          const x = ((s.x + t * (8 + s.z * 6) + Math.sin(t * 0.9 + s.ph) * (6 + s.z * 5)) % 1400) - 60;
          f.stamp(sprite[s.z] as Layer, x, y, 1, 0, s.z === 3 ? 0.6 : 0.85);
        }
      };
    },
  },
  {
    key: 'dengying',
    title: '灯影',
    seconds: 18,
    poster: 'lantern-1',
    cues: [
      [0, 6, '一串红灯笼在夜风里轻轻晃动。'],
      [6, 12, '灯下人影往来，街灯化成一团团光斑。'],
      [12, 18, '风大了些，灯笼和流苏摆得更高，灯光映在湿亮的地上。'],
    ],
    async prepare() {
      const plate = await still(W, H, async (c) => {
        c.sky([
          [0, '#0f1636'],
          [0.5, '#2c2450'],
          [0.7, '#6a3a4a'],
          [1, '#1c1218'],
        ]);
        c.glow(0.5, 0.68, 0.5, '#e07a44', 0.55, 0.6);
        const r = rng(4);
        await c.svg(
          skyline(r, {
            base: 560,
            count: 14,
            width: [80, 150],
            height: [120, 300],
            body: ['#1d1a38', '#241d3e'],
            window: ['#ffcf84', '#ffb65e'],
            lit: 0.3,
            cell: 16,
            x: [-40, 1300],
          }),
          { blur: 7 },
        );
        bokeh(c, {
          seed: 13,
          count: 70,
          y: [0.5, 0.78],
          size: [10, 34],
          colours: ['#ff9a3a', '#ff6a2a', '#ffd07a', '#ff4a3a', '#3ab0a0'],
          alpha: [0.15, 0.5],
        });
        c.blur(4);
        c.reflect({ line: 0.79, seed: 5, tint: '#1c1016', tintAmount: 0.35, ripple: 1.2 });
        c.bloom(20, 0.4, 0.7);
        c.finish({ grain: 0, paper: 0, vignette: 0.2 });
      });
      const sprite = await Layer.svg(300, 480, lantern(150, 215, 105), lanternDefs);
      const soft = await Layer.svg(300, 480, lantern(150, 215, 105), lanternDefs);
      soft.blur(5);
      const people = await Promise.all(
        ['#2a1c28', '#3a2230', '#221a2c', '#332028', '#2c2434', '#40242c'].map((col, k) =>
          Layer.svg(160, 240, walker(80, 228, 195, col, { flip: k % 2 === 0 })),
        ),
      );
      for (const p of people) p.blur(1.6);
      const r = rng(9);
      const back = Array.from({ length: 13 }, (_, k) => ({
        x: 40 + k * 100,
        y: 150 + Math.sin(k * 0.55) * 34,
        s: 0.3,
        ph: k * 0.5,
      }));
      const mid = Array.from({ length: 7 }, (_, k) => ({
        x: 70 + k * 190,
        y: 90 + Math.sin(k * 0.9 + 1) * 26,
        s: 0.56,
        ph: 2 + k * 0.6,
      }));
      const front = [
        { x: 250, y: -30, s: 1.12, ph: 0.3 },
        { x: 1010, y: -70, s: 1.3, ph: 1.4 },
      ];
      const walkers = Array.from({ length: 13 }, (_, k) => ({
        p: k % 6,
        x: r.range(0, 1500),
        v: (k % 2 ? 1 : -1) * r.range(18, 40),
        s: r.range(0.55, 0.85),
        ph: r() * 6,
      }));
      walkers.sort((a, b) => a.s - b.s);
      return (f, t) => {
        f.plate(plate);
        const wind = 0.5 + 0.7 * smooth(9, 14, t);
        const hang = (list: typeof back, l: Layer, glow: number): void => {
          for (const o of list) {
            const a = (Math.sin(t * 1.5 + o.ph) * 0.06 + Math.sin(t * 0.63 + o.ph * 2) * 0.04) * wind;
            const cx = o.x - Math.sin(a) * 160 * o.s;
            const cy = o.y + Math.cos(a) * 160 * o.s;
            f.glow(cx, cy, 130 * o.s, [1, 0.42, 0.2], glow * (0.92 + 0.08 * Math.sin(t * 5 + o.ph * 7)));
            f.stamp(l, o.x, o.y, o.s, a, 1, 0.5, 0.12);
          }
        };
        hang(back, soft, 0.3);
        for (const w of walkers) {
          const x = ((((w.x + w.v * t) % 1500) + 1500) % 1500) - 110;
          f.stamp(
            people[w.p] as Layer,
            x,
            470 + w.s * 130 + Math.abs(Math.sin(t * 4 + w.ph)) * -3,
            w.s * 1.25,
            0,
            0.96,
            0.5,
            0.5,
          );
        }
        hang(mid, sprite, 0.4);
        hang(front, sprite, 0.4);
      };
    },
  },
  {
    key: 'taohua',
    title: '桃花开',
    seconds: 20,
    poster: 'blossom-1',
    chapters: [
      { at: 0, title: '枝上骨朵' },
      { at: 6, title: '次第开放' },
      { at: 14, title: '风过花落' },
    ],
    cues: [
      [0, 6, '春日的枝头缀满骨朵。'],
      [6, 14, '桃花一朵接一朵打开。'],
      [14, 20, '风吹过来，花瓣纷纷飘落。'],
    ],
    async prepare() {
      const plate = await still(W, H, (c) => {
        c.sky([
          [0, '#a3c8e0'],
          [0.5, '#d6e4e6'],
          [1, '#f6ead6'],
        ]);
        c.glow(0.85, 0.15, 0.45, '#fff6dc', 0.7);
        range(c, {
          seed: 51,
          count: 3,
          top: 0.68,
          bottom: 0.86,
          far: '#c3d2d4',
          near: '#a3bbb0',
          air: '#eeeadb',
          lit: '#fff',
          amp: [0.06, 0.07],
          rough: 0.4,
          relief: 0.15,
        });
        c.blur(3);
      });
      const r = rng(14);
      const twigs: { x: number; y: number; angle: number; order: number }[] = [];
      let svg = '';
      for (const s of [
        { x: -50, y: 590, angle: -0.5, length: 980, width: 18, orders: 2 },
        { x: -40, y: 270, angle: -0.1, length: 620, width: 11, orders: 2 },
        { x: 1330, y: 40, angle: 2.62, length: 520, width: 10, orders: 1 },
      ]) {
        const b = branch(r, { ...s, colour: '#46302f', light: '#a2867a' });
        svg += b.svg;
        twigs.push(...b.twigs);
      }
      const limbs = await Layer.svg(W, H, svg);
      const defs = flowerDefs(r, { petal: '#f6c0ce', edge: '#fdeaec', heart: '#cf5078' });
      const flower = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((k) =>
          Layer.svg(120, 120, `<use xlink:href="#f${k}" transform="translate(60 60)"/>`, defs),
        ),
      );
      const bud = await Promise.all(
        [0, 1, 2].map((k) =>
          Layer.svg(70, 70, `<use xlink:href="#b${k}" transform="translate(35 38) scale(.9)"/>`, defs),
        ),
      );
      const petal = await Layer.svg(
        40,
        40,
        '<path d="M20 36C6 24 8 8 20 8C32 8 34 24 20 36Z" fill="#f8cbd7"/><path d="M20 34V14" stroke="#e08aa4" stroke-opacity=".4" fill="none"/>',
      );
      const share = Math.min(
        1,
        150 / twigs.filter((t) => t.x > -20 && t.x < W + 20 && t.y > -20 && t.y < H + 20).length,
      );
      const spots = twigs
        .filter((t) => t.x > -20 && t.x < W + 20 && t.y > -20 && t.y < H + 20 && r() < share)
        .map((t) => ({
          x: t.x + r.gauss() * 14,
          y: t.y + r.gauss() * 14,
          k: r.int(0, 5),
          b: r.int(0, 2),
          a: r.range(0, 6.28),
          s: r.range(0.5, 0.86),
          at: r.range(1, 12.5),
          stay: r() < 0.16,
        }));
      const falls = Array.from({ length: 46 }, () => ({
        x: r.range(-200, 1300),
        y: r.range(-60, 500),
        at: r.range(11, 18),
        v: r.range(46, 90),
        w: r.range(30, 70),
        ph: r() * 6,
        s: r.range(0.4, 0.8),
      }));
      return (f, t) => {
        f.plate(plate);
        const gust = 0.5 + 1.1 * smooth(12, 15, t);
        const sway = (x: number, y: number): [number, number] => {
          const d = clamp((x > 900 ? 1300 - x : x) / 1000 + 0.05);
          return [
            Math.sin(t * 1.2 + x * 0.002) * 3.2 * d * gust,
            Math.sin(t * 0.9 + x * 0.003 + y * 0.001) * 6 * d * gust,
          ];
        };
        // branches sway by columns
        for (let x = 0; x < W; x++) {
          const dy = sway(x, 300)[1];
          const o = Math.floor(dy);
          const fr = dy - o;
          for (let y = 1; y < H - 1; y++) {
            const sy = clamp(y - o, 1, H - 1);
            const j = sy * W + x;
            const a = (limbs.a[j] as number) * (1 - fr) + (limbs.a[j - W] as number) * fr;
            if (a < 0.004) continue;
            const i = (y * W + x) * 3;
            f.px[i] =
              (f.px[i] as number) * (1 - a) + (limbs.r[j] as number) * (1 - fr) + (limbs.r[j - W] as number) * fr;
            f.px[i + 1] =
              (f.px[i + 1] as number) * (1 - a) + (limbs.g[j] as number) * (1 - fr) + (limbs.g[j - W] as number) * fr;
            f.px[i + 2] =
              (f.px[i + 2] as number) * (1 - a) + (limbs.b[j] as number) * (1 - fr) + (limbs.b[j - W] as number) * fr;
          }
        }
        for (const s of spots) {
          const dy = sway(s.x, 300)[1];
          const open = s.stay ? 0 : smooth(s.at, s.at + 2.6, t);
          const px = s.x;
          const py = s.y + dy;
          if (open < 0.4) f.stamp(bud[s.b] as Layer, px, py, s.s * (0.55 + open * 0.5), s.a, smooth(0.4, 0.2, open));
          if (open > 0.05)
            f.stamp(
              flower[s.k] as Layer,
              px,
              py,
              s.s * (0.25 + 0.75 * open),
              s.a + (1 - open) * 0.7 + Math.sin(t * 1.2 + s.x) * 0.02,
              smooth(0.05, 0.3, open),
            );
        }
        for (const p of falls) {
          const q = t - p.at;
          if (q < 0) continue;
          const x = p.x + q * p.w * gust + Math.sin(q * 2 + p.ph) * 20;
          const y = p.y + q * p.v + Math.sin(q * 3 + p.ph) * 8;
          f.stamp(
            petal,
            x,
            y,
            p.s,
            q * 2 + p.ph,
            smooth(0, 0.6, q),
            0.5,
            0.5,
            0.5 + 0.5 * Math.abs(Math.sin(q * 2.4 + p.ph)),
          );
        }
      };
    },
  },
];
