/** Peach and apple blossom: branches, close flowers, a hillside, a wall, fallen petals, an ink-like portrait. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, mixHex, type Rgb } from '../lib/colour.ts';
import { birds, bokeh, branch, crown, flowerDefs, flowersOn, leavesOn, ridge, type Twig } from '../lib/nature.ts';
import { clamp, noise, type Rng, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { crowns, drawTerrain, fadeDetail, tree } from '../lib/terrain.ts';
import { range } from './mist.ts';
import { roof } from './oldstreet.ts';

/** Loose petals, as they fall or lie. */
export function petals(
  r: Rng,
  count: number,
  x: [number, number],
  y: [number, number],
  size: [number, number],
  colours: string[],
): string {
  let s = '';
  for (let k = 0; k < count; k++) {
    const q = r.range(size[0], size[1]);
    s += `<path transform="translate(${r.range(x[0], x[1]).toFixed(0)} ${r.range(y[0], y[1]).toFixed(0)}) rotate(${r.int(0, 359)}) scale(1 ${r.range(0.35, 1).toFixed(2)})" d="M0 ${q}C-${q} ${q * 0.3} -${q * 0.8} -${q} 0 -${q * 0.8}C${q * 0.8} -${q} ${q} ${q * 0.3} 0 ${q}Z" fill="${r.pick(colours)}" opacity="${r.range(0.65, 1).toFixed(2)}"/>`;
  }
  return s;
}
async function bough(
  c: Canvas,
  o: {
    seed: number;
    stems: { x: number; y: number; angle: number; length: number; width: number; orders: number; droop?: number }[];
    size: [number, number];
    density: number;
    petal: string;
    edge: string;
    heart: string;
    bark?: string;
    buds?: number;
    leaves?: string[];
    spread?: number;
    stamen?: string;
  },
): Promise<void> {
  const r = rng(o.seed);
  let wood = '';
  const twigs: Twig[] = [];
  for (const s of o.stems) {
    const b = branch(r, { ...s, colour: o.bark ?? '#3f2b2b', light: '#9c7f74' });
    wood += b.svg;
    twigs.push(...b.twigs);
  }
  const leaves = o.leaves
    ? leavesOn(r, twigs, { size: [o.size[1] * 0.4, o.size[1] * 0.8], density: 0.3, colours: o.leaves })
    : '';
  await c.svg(
    wood +
      leaves +
      flowersOn(r, twigs, { size: o.size, density: o.density, buds: o.buds, spread: o.spread ?? o.size[1] * 0.3 }),
    { defs: flowerDefs(r, o) },
  );
}

export const blossom: Picture[] = [
  {
    key: 'blossom-1',
    alt: '几枝桃花从左侧斜伸出来，背后是淡蓝天空与朦胧春山',
    caption: '桃花开了，枝头一半是花，一半还是骨朵。',
    focal: [0.38, 0.42],
    taken: '2024:03:26 09:14:00',
    async draw(c) {
      c.sky([
        [0, '#a9cbe0'],
        [0.5, '#d9e6e6'],
        [1, '#f4ead9'],
      ]);
      c.glow(0.85, 0.15, 0.45, '#fff6dc', 0.7);
      range(c, {
        seed: 51,
        count: 3,
        top: 0.68,
        bottom: 0.86,
        far: '#c3d2d4',
        near: '#9fb8b0',
        air: '#eeeadb',
        lit: '#fff',
        amp: [0.06, 0.07],
        rough: 0.4,
        relief: 0.15,
      });
      const r = rng(1);
      for (let k = 0; k < 40; k++)
        crown(
          c,
          r.range(0, 1600),
          985 + r.range(-50, 90),
          r.range(40, 80),
          r.range(30, 56),
          r.pick(['#eab8c4', '#f2ccd2', '#e3a4b6', '#b9c79a']),
          { seed: k, lit: '#fff0f0', dark: '#b98a98' },
        );
      c.blur(7);
      await bough(c, {
        seed: 14,
        stems: [
          { x: -60, y: 860, angle: -0.62, length: 1180, width: 22, orders: 2 },
          { x: -50, y: 420, angle: -0.16, length: 820, width: 13, orders: 2 },
          { x: 260, y: -50, angle: 0.9, length: 380, width: 9, orders: 1 },
        ],
        size: [56, 96],
        density: 0.2,
        petal: '#f6c3cf',
        edge: '#fdeaec',
        heart: '#d0557c',
        buds: 0.26,
        leaves: ['#9fb45e', '#b8c672'],
      });
      await c.svg(petals(r, 16, [700, 1580], [300, 1040], [6, 13], ['#f8ccd6', '#fbe0e4']));
      c.finish({ seed: 1 });
    },
  },
  {
    key: 'blossom-2',
    alt: '桃花特写，粉色花瓣与细长花蕊清晰，背景虚成光斑',
    caption: '凑近了看，花蕊上还沾着早晨的露水。',
    focal: [0.5, 0.5],
    taken: '2024:03:28 08:32:00',
    async draw(c) {
      c.sky([
        [0, '#8f3f5e'],
        [0.5, '#c97a8e'],
        [1, '#5d4a3c'],
      ]);
      c.glow(0.3, 0.25, 0.5, '#ffd7da', 0.75);
      c.glow(0.8, 0.8, 0.4, '#e69aa9', 0.6);
      bokeh(c, {
        seed: 9,
        count: 70,
        y: [0, 1],
        size: [30, 110],
        colours: ['#ffc9d4', '#ff9fb6', '#ffe9e4', '#c9d99a'],
        alpha: [0.05, 0.22],
      });
      await bough(c, {
        seed: 21,
        stems: [{ x: 1700, y: 240, angle: 2.9, length: 1500, width: 20, orders: 2 }],
        size: [150, 230],
        density: 0.12,
        petal: '#e993ac',
        edge: '#f9d0da',
        heart: '#a82a58',
        spread: 60,
      });
      c.blur(11);
      await bough(c, {
        seed: 33,
        stems: [{ x: -80, y: 930, angle: -0.42, length: 1500, width: 26, orders: 1 }],
        size: [210, 340],
        density: 0.26,
        petal: '#f3aabd',
        edge: '#fde3e8',
        heart: '#bd3468',
        spread: 80,
        buds: 0.22,
        bark: '#4a2c2a',
      });
      c.bloom(40, 0.25, 0.8);
      c.finish({ seed: 2, vignette: 0.24, contrast: 0.18 });
    },
  },
  {
    key: 'blossom-3',
    alt: '漫山桃林盛开，粉色花带沿着梯田环绕村边山坡',
    caption: '花期正好，一面坡从山脚粉到山腰。',
    focal: [0.5, 0.55],
    taken: '2024:03:31 10:20:00',
    draw(c) {
      c.sky(
        [
          [0, '#7fb0d8'],
          [0.6, '#bcd8e4'],
          [1, '#f5ead8'],
        ],
        0,
        0.26,
      );
      c.clouds({
        seed: 25,
        y: 0.1,
        depth: 0.08,
        colour: '#ffffff',
        under: '#b3c8d6',
        alpha: 0.85,
        scale: 3.2,
        stretch: 3,
      });
      const n = noise(53);
      const step = 6;
      const land = (x: number, z: number): number =>
        n.fbm(x * 0.0021, z * 0.0021, 3, 0.45) * 120 +
        (n.ridged(x * 0.0032, z * 0.0032, 2) - 0.35) * 60 +
        z * 0.045 -
        40;
      const dens = (x: number, z: number): number => (n.fbm(x * 0.004 + 9, z * 0.004, 3) > -0.12 ? 0.7 : 0.08);
      const pinks = ['#f0a3b8', '#f7c3cf', '#e987a4', '#fbdde2', '#f4b3c2'].map(hex);
      const greens = ['#a9bd62', '#8fac56', '#c2b878', '#b39a68'].map(hex);
      drawTerrain(c, {
        height: (x, z, foot) => {
          const s = land(x, z);
          const k = s / step;
          const fl = Math.floor(k);
          const st = step * (fl + 0.15 * (k - fl) + 0.85 * smooth(0.72, 0.99, k - fl));
          return s + (st - s) * fadeDetail(step * 2, foot) + crowns(x, z, 8, 6, dens(x, z), 1, 5);
        },
        albedo: (p, out) => {
          crowns(p.x, p.z, 8, 6, dens(p.x, p.z), 1, 5);
          const f = n.fbm(p.x * 1.1, p.z * 1.1, 3) * 0.3 * fadeDetail(2, p.foot);
          if (tree.k > 0.02) {
            const a = pinks[Math.floor(tree.id * 4.99)] as Rgb;
            for (let k = 0; k < 3; k++) out[k] = clamp((a[k] as number) * (0.6 + 0.45 * tree.k + f));
            return 0;
          }
          const k0 = land(p.x, p.z) / step;
          const g = greens[Math.abs(Math.floor(k0) * 7 + Math.floor(p.x / 70)) % 4] as Rgb;
          const riser = smooth(0.7, 0.78, k0 - Math.floor(k0)) * fadeDetail(step * 2, p.foot) * 0.7;
          for (let k = 0; k < 3; k++)
            out[k] = (g[k] as number) * (1 + f) * (1 - riser) + ([0.55, 0.42, 0.3][k] as number) * riser;
          return 0;
        },
        eye: 165,
        horizon: 0.21,
        fov: 44,
        near: 50,
        far: 5500,
        sun: { azimuth: -68, elevation: 27, colour: '#fff0d4', strength: 2.1 },
        ambient: { colour: '#b3c6e0', strength: 0.7 },
        haze: { colour: '#d3dcdf', distance: 3600 },
        mist: { colour: '#eef0ec', level: -42, falloff: 18, distance: 700, noise: n },
      });
      c.finish({ seed: 3 });
    },
  },
  {
    key: 'blossom-4',
    alt: '一树白色苹果花探过灰瓦院墙，花瓣落在瓦垄上',
    caption: '苹果花比桃花晚几天，白得干净，从墙里探出来。',
    focal: [0.5, 0.4],
    taken: '2024:04:14 16:10:00',
    async draw(c) {
      c.sky(
        [
          [0, '#8fb7cf'],
          [0.6, '#d5e3e4'],
          [1, '#eee9dc'],
        ],
        0,
        0.75,
      );
      const n = noise(6);
      // plastered wall with age
      c.each((x, y, i) => {
        if (y < 730) return;
        const f = n.fbm(x * 0.004, y * 0.006, 5) * 0.1 + n.fbm(x * 0.03, y * 0.012, 3) * 0.04;
        const stain = smooth(0.1, 0.5, n.fbm(x * 0.012, y * 0.0016, 3)) * smooth(1000, 740, y) * 0.22;
        const k = 0.9 + f - stain;
        c.mixAt(i, [0.9 * k, 0.88 * k, 0.83 * k], 1);
      });
      roof(c, {
        x0: -40,
        x1: 1640,
        ridgeY: 610,
        eaveY: 745,
        pitch: 30,
        seed: 3,
        tile: '#6f7880',
        shift: 0,
        light: 1.05,
      });
      await c.svg('<path d="M0 752H1600V790H0Z" fill="#2a2c30" opacity=".38"/>', { blur: 14 });
      const r = rng(5);
      await bough(c, {
        seed: 42,
        stems: [
          { x: 1180, y: 780, angle: -1.9, length: 860, width: 27, orders: 2 },
          { x: 1120, y: 640, angle: -2.7, length: 820, width: 16, orders: 2, droop: -0.2 },
          { x: 1190, y: 560, angle: -0.9, length: 620, width: 15, orders: 2 },
        ],
        size: [50, 84],
        density: 0.3,
        petal: '#fbf3f1',
        edge: '#ffffff',
        heart: '#e3a3ad',
        buds: 0.16,
        leaves: ['#7fa04e', '#9ab860', '#6a8f45'],
        stamen: '#e6c04f',
        bark: '#4a3d36',
      });
      await c.svg(
        petals(r, 60, [500, 1500], [640, 740], [5, 10], ['#ffffff', '#fbeff0']) +
          petals(r, 14, [200, 1200], [300, 1040], [6, 11], ['#ffffff', '#fbeff0']),
      );
      c.finish({ seed: 4 });
    },
  },
  {
    key: 'blossom-5',
    alt: '傍晚水面落满桃花瓣，花枝的倒影轻轻晃动',
    caption: '一阵风过，花瓣顺水漂成一条细细的线。',
    focal: [0.5, 0.6],
    taken: '2024:04:02 18:48:00',
    async draw(c) {
      c.sky(
        [
          [0, '#5f5f8c'],
          [0.3, '#b98fa6'],
          [0.46, '#f3bfa6'],
        ],
        0,
        1,
      );
      c.glow(0.2, 0.42, 0.4, '#ffdcae', 0.6);
      range(c, {
        seed: 57,
        count: 2,
        top: 0.38,
        bottom: 0.42,
        far: '#a98ba6',
        near: '#7f6688',
        air: '#eec3b4',
        lit: '#fff',
        amp: [0.05, 0.04],
        rough: 0.4,
        relief: 0.15,
      });
      await bough(c, {
        seed: 61,
        stems: [
          { x: 1680, y: 60, angle: 2.72, length: 1250, width: 20, orders: 2, droop: -0.3 },
          { x: 1660, y: 300, angle: 3.0, length: 620, width: 12, orders: 2 },
        ],
        size: [46, 80],
        density: 0.2,
        petal: '#f0b3c4',
        edge: '#fde6ea',
        heart: '#b8466e',
      });
      c.reflect({ line: 0.47, seed: 63, tint: '#4d4470', tintAmount: 0.16, ripple: 0.8, depthTint: 0.25 });
      const r = rng(8);
      let s = '';
      for (let k = 0; k < 620; k++) {
        const t = r() ** 0.7;
        const y = 512 + t * 550;
        const lane =
          760 + Math.sin(t * 5 + 1) * 330 * (0.4 + t) + r.gauss() * (60 + 330 * t) * (r() < 0.65 ? 0.5 : 1.6);
        const q = 2.5 + t * 13 * r.range(0.7, 1.3);
        s += `<ellipse cx="${lane.toFixed(0)}" cy="${(y + q * 0.3).toFixed(0)}" rx="${(q * 1.05).toFixed(1)}" ry="${(q * 0.36).toFixed(1)}" fill="#2c2344" opacity=".35"/><path transform="translate(${lane.toFixed(0)} ${y.toFixed(0)}) scale(1 .42) rotate(${r.int(0, 359)})" d="M0 ${q}C-${q} ${q * 0.3} -${q * 0.8} -${q} 0 -${q * 0.75}C${q * 0.8} -${q} ${q} ${q * 0.3} 0 ${q}Z" fill="${r.pick(['#fbd5dd', '#f6bccb', '#fdebee', '#eea5ba'])}"/>`;
      }
      await c.svg(s);
      c.finish({ seed: 5 });
    },
  },
  {
    key: 'blossom-6',
    w: 1200,
    h: 1600,
    alt: '竖幅：水墨风格的一枝桃花斜过朱红圆日，纸色温暖',
    caption: '一枝横斜，一轮朝日，春天不必画得太满。',
    focal: [0.55, 0.4],
    taken: '2024:03:22 07:30:00',
    async draw(c) {
      c.sky([
        [0, '#efe5d2'],
        [0.6, '#f3ecdc'],
        [1, '#e6dbc6'],
      ]);
      const n = noise(3);
      c.each((x, y, i) => {
        const f = n.fbm(x * 0.003, y * 0.003, 5) * 0.03 + n.fbm(x * 0.25, y * 0.02, 2) * 0.008;
        c.addAt(i, [1, 0.97, 0.9], f);
      });
      const X = 760;
      const Y = 520;
      const sun: Rgb = hex('#c8402f');
      c.each((x, y, i) => {
        const d = Math.hypot(x - X, y - Y) + n.fbm(x * 0.02, y * 0.02, 4) * 7;
        const a = clamp((235 - d) * 0.5) * (0.86 + n.fbm(x * 0.008, y * 0.008, 4) * 0.14) * smooth(900, 420, y);
        if (a > 0) c.mixAt(i, sun, a);
      });
      ridge(c, {
        seed: 65,
        y: 0.86,
        amp: 0.08,
        scale: 2.6,
        rough: 0.6,
        colour: '#b9b3a4',
        foot: '#ece3d0',
        depth: 0.13,
        relief: 0.5,
        alpha: 0.9,
      });
      ridge(c, {
        seed: 69,
        y: 0.93,
        amp: 0.07,
        scale: 2.4,
        rough: 0.6,
        colour: '#8a887e',
        foot: '#e6dcc8',
        depth: 0.12,
        relief: 0.6,
        alpha: 0.9,
      });
      await bough(c, {
        seed: 77,
        stems: [
          { x: -40, y: 1180, angle: -0.86, length: 1250, width: 24, orders: 2, droop: 0.35 },
          { x: 120, y: 1010, angle: -0.1, length: 660, width: 11, orders: 1 },
        ],
        size: [60, 104],
        density: 0.14,
        petal: '#f2a9b8',
        edge: '#fbe0e2',
        heart: '#b23a5c',
        bark: '#2b2624',
        buds: 0.34,
      });
      await c.svg(
        `${birds(rng(3), { count: 4, x: 940, y: 1120, spreadX: 70, spreadY: 30, size: [12, 19], colour: '#4a4640' })}<rect x="1066" y="1440" width="62" height="62" rx="6" fill="#b3372c" opacity=".92"/><path d="M1097 1452v36M1082 1466v22h30v-22" stroke="${mixHex('#f0e6d8', '#ffffff', 0.1)}" stroke-width="5.5" fill="none"/>`,
      );
      c.finish({ seed: 6, paper: 0.022, vignette: 0.1 });
    },
  },
];
