/** The Wei River: dusk reflections, meanders from above, reeds at dawn, moonlight, rain light, autumn banks. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, type Rgb, ramp } from '../lib/colour.ts';
import { birds, blades, boat, conifer, stars, wood } from '../lib/nature.ts';
import { clamp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { crowns, drawTerrain, fadeDetail, tree } from '../lib/terrain.ts';
import { range } from './mist.ts';

interface Valley {
  seed: number;
  eye: number;
  horizon: number;
  fov?: number;
  far: number;
  sky: Parameters<typeof ramp>[0];
  banks: string[];
  woods: string[];
  sand: string;
  hill: string;
  sun: { azimuth: number; elevation: number; colour: string; strength: number };
  ambient: { colour: string; strength: number };
  haze: { colour: string; sunward?: string; distance: number };
  water: Rgb;
  bend: number;
  width: number;
  mist?: { colour: string; level: number; falloff: number; distance: number };
}
/** A winding river in a valley of fields, seen from a height. */
export function valley(c: Canvas, o: Valley): void {
  const n = noise(o.seed);
  const skyRamp = ramp(o.sky);
  const course = (z: number): number =>
    Math.sin(z * 0.0021 * o.bend + o.seed) * 210 + Math.sin(z * 0.0047 * o.bend + 2) * 70 + n.at(z * 0.003, 3) * 60;
  const banks = o.banks.map(hex);
  const woods = o.woods.map(hex);
  const sand = hex(o.sand);
  const hill = hex(o.hill);
  const dist = (x: number, z: number): number => {
    const slope = (course(z + 4) - course(z - 4)) / 8;
    return Math.abs(x - course(z)) / Math.sqrt(1 + slope * slope) - o.width * (1 + 0.3 * n.at(z * 0.006, 9));
  };
  const land = (x: number, z: number): number => {
    const d = dist(x, z) + n.fbm(x * 0.02, z * 0.02, 3) * 10;
    if (d < 0) return 0;
    const side = Math.max(0, Math.abs(x - course(z) * 0.5) - 330);
    return (
      0.6 +
      Math.min(d, 25) * 0.1 +
      smooth(0, 900, side) * (150 + 130 * n.ridged(x * 0.0014, z * 0.0014, 4)) +
      n.fbm(x * 0.003, z * 0.003, 4) * 26 * smooth(0, 300, side)
    );
  };
  const density = (x: number, z: number): number => {
    const d = dist(x, z);
    const row = Math.exp(-(((d - 26) / 14) ** 2)) * 0.6;
    return d < 12 ? 0 : row + (n.fbm(x * 0.006 + 7, z * 0.006, 3) > 0.18 ? 0.55 : 0.03);
  };
  drawTerrain(c, {
    height: (x, z) => {
      const l = land(x, z);
      return l <= 0 ? 0 : l + crowns(x, z, 8, 9, density(x, z), 1, o.seed);
    },
    albedo: (p, out) => {
      const l = land(p.x, p.z);
      const d = dist(p.x, p.z);
      if (l <= 0) {
        const k = 1 - 0.25 * smooth(-3, 0, d);
        const w = 1 + n.fbm(p.x * 0.05, p.z * 0.012, 3) * 0.1;
        for (let m = 0; m < 3; m++) out[m] = (o.water[m] as number) * k * w;
        return 1;
      }
      crowns(p.x, p.z, 8, 9, density(p.x, p.z), 1, o.seed);
      const leaf = n.fbm(p.x * 0.8, p.z * 0.8, 3) * 0.35 * fadeDetail(2.4, p.foot);
      if (tree.k > 0.02) {
        const a = woods[Math.floor(tree.id * (woods.length - 0.01))] as Rgb;
        for (let m = 0; m < 3; m++) out[m] = clamp((a[m] as number) * (0.35 + 0.8 * tree.k + leaf));
        return 0;
      }
      const angle = n.at(Math.floor(p.x / 260) * 0.7, Math.floor(p.z / 260) * 0.7) * 2;
      const u = p.x * Math.cos(angle) + p.z * Math.sin(angle);
      const v = -p.x * Math.sin(angle) + p.z * Math.cos(angle);
      const cell = Math.abs(Math.floor(u / 42) * 7 + Math.floor(v / 95) * 13) % banks.length;
      const f = banks[cell] as Rgb;
      const ruts = Math.sin(u * 1.6) * 0.07 * fadeDetail(1.6, p.foot);
      const edge = Math.min(Math.abs((u / 42) % 1), Math.abs((v / 95) % 1)) < 0.03 ? 0.82 : 1;
      const steep = smooth(6, 60, l);
      const bank = smooth(34, 12, d + n.fbm(p.x * 0.03, p.z * 0.03, 3) * 16);
      for (let m = 0; m < 3; m++) {
        let k = (f[m] as number) * edge * (1 + ruts + leaf * 0.3);
        k += ((hill[m] as number) * (1 + leaf * 0.6) - k) * steep;
        k += ((sand[m] as number) * (1 + leaf * 0.3) - k) * bank;
        out[m] = k;
      }
      return 0;
    },
    eye: o.eye,
    horizon: o.horizon,
    fov: o.fov ?? 50,
    near: 60,
    far: o.far,
    sun: o.sun,
    ambient: o.ambient,
    haze: o.haze,
    mist: o.mist ? { ...o.mist, noise: n } : undefined,
    sky: (y) => skyRamp(clamp(1 - (y - o.horizon) / 0.7) ** 1.4),
  });
}

export const weihe: Picture[] = [
  {
    key: 'weihe-1',
    alt: '黄昏的渭河水面金红，一叶小舟横在远山倒影之间',
    caption: '日落时分，渭河接住了整片天色。',
    focal: [0.4, 0.62],
    taken: '2024:09:19 19:02:00',
    async draw(c) {
      c.sky(
        [
          [0, '#35497a'],
          [0.3, '#8b7396'],
          [0.52, '#ea9a72'],
          [0.64, '#ffd491'],
        ],
        0,
        0.9,
      );
      c.glow(0.68, 0.5, 0.5, '#ffc06c', 0.75, 0.6);
      c.disc(0.68, 0.485, 0.03, '#fff0c4', 1, 2.5);
      c.clouds({
        seed: 7,
        y: 0.2,
        depth: 0.13,
        colour: '#ffb98a',
        under: '#6a5c86',
        alpha: 0.75,
        scale: 2.6,
        stretch: 6,
      });
      range(c, {
        seed: 3,
        count: 4,
        top: 0.46,
        bottom: 0.555,
        far: '#b5848c',
        near: '#4c3f5c',
        air: '#e9a987',
        lit: '#ffc994',
        amp: [0.05, 0.05],
        rough: 0.45,
        light: 1,
        veil: 0.35,
        relief: 0.4,
      });
      wood(c, {
        seed: 4,
        y: (x) => 590 + Math.sin(x * 0.004) * 5,
        rows: 1,
        rowStep: 4,
        size: [7, 15],
        colours: ['#33293f', '#3f3148'],
        lit: '#8c5c56',
        gap: 0.8,
      });
      c.reflect({
        line: 0.563,
        seed: 6,
        tint: '#5b4568',
        tintAmount: 0.06,
        depthTint: 0.5,
        ripple: 1,
        sparkle: 0.35,
        sparkleColour: '#ffcf8c',
      });
      await c.svg(
        boat(590, 790, 260, '#241d2e', { reflection: 0.5 }) +
          birds(rng(3), { count: 11, x: 420, y: 300, spreadX: 150, spreadY: 46, size: [8, 17], colour: '#3a2f48' }),
      );
      const r = rng(7);
      await c.svg(
        blades(r, {
          count: 190,
          x: [1150, 1640],
          base: (x) => 1090 - (x - 1150) * 0.05,
          length: [90, 330],
          lean: -0.22,
          width: [1.5, 3.6],
          colours: ['#1d1726', '#2a2030', '#35283a'],
          heads: 'reed',
        }),
      );
      c.finish({ seed: 1, warm: 0.01 });
    },
  },
  {
    key: 'weihe-2',
    alt: '俯瞰渭河谷地，河道在绿色农田与树林之间弯出几道弧',
    caption: '渭河在川道里转了几个弯，把两岸的田连成一片。',
    focal: [0.5, 0.55],
    taken: '2024:06:28 10:30:00',
    draw(c) {
      const sky = [
        [0, '#5f9bd0'],
        [0.6, '#b3d0de'],
        [1, '#eceadb'],
      ] as const;
      c.sky(sky, 0, 0.26);
      c.clouds({
        seed: 17,
        y: 0.1,
        depth: 0.09,
        colour: '#ffffff',
        under: '#a9bfcf',
        alpha: 0.9,
        scale: 3.4,
        stretch: 3,
      });
      valley(c, {
        seed: 6,
        eye: 260,
        horizon: 0.23,
        far: 9000,
        sky,
        banks: ['#7fa04a', '#a3b358', '#5f8f48', '#c9b668', '#8fae56', '#4f7f44'],
        woods: ['#3f6a38', '#4f7d40', '#345a34'],
        sand: '#cdb892',
        hill: '#6f8450',
        sun: { azimuth: 60, elevation: 38, colour: '#fff2d6', strength: 2.2 },
        ambient: { colour: '#a6bfdd', strength: 0.65 },
        haze: { colour: '#c4d3d8', distance: 5200 },
        water: [0.72, 0.82, 0.84],
        bend: 1,
        width: 52,
      });
      c.finish({ seed: 2 });
    },
  },
  {
    key: 'weihe-3',
    alt: '清晨河滩，芦苇丛后水面泛着粉色雾气，几只白鹭飞过',
    caption: '晨雾贴着水面走，白鹭从芦苇丛里飞起来。',
    focal: [0.55, 0.45],
    taken: '2024:10:31 07:02:00',
    async draw(c) {
      c.sky(
        [
          [0, '#8fa3c6'],
          [0.3, '#d1b6c4'],
          [0.5, '#f6cfbb'],
          [0.62, '#fce6cb'],
        ],
        0,
        0.9,
      );
      c.glow(0.45, 0.47, 0.5, '#ffe2bd', 0.6, 0.7);
      range(c, {
        seed: 23,
        count: 3,
        top: 0.44,
        bottom: 0.5,
        far: '#cbb0bd',
        near: '#a28fa6',
        air: '#f3d3c6',
        lit: '#fff',
        amp: [0.05, 0.05],
        rough: 0.3,
        relief: 0.2,
      });
      const r = rng(5);
      for (let k = 0; k < 40; k++)
        conifer(c, r.range(900, 1640), 575, r.range(40, 100), '#8c7d98', {
          seed: k,
          width: 0.12,
          foot: '#f3d8cb',
          footAmount: 0.7,
        });
      c.reflect({ line: 0.54, seed: 9, tint: '#d9b9c0', tintAmount: 0.12, ripple: 0.55, depthTint: 0.2 });
      c.mist({ seed: 11, y: 0.545, depth: 0.035, colour: '#fbe4d6', alpha: 0.9, scale: 3 });
      c.mist({ seed: 13, y: 0.64, depth: 0.03, colour: '#fbe4d6', alpha: 0.4, scale: 3 });
      const egret = (x: number, y: number, s: number, up: number): string =>
        `<g transform="translate(${x} ${y}) scale(${s})" fill="#fffaf2"><path d="M-52 6C-30 -4 -6 -6 16 -2L42 -10L44 -6L18 6C0 14 -24 14 -46 12L-84 18L-86 14Z"/><path d="M-6 0C-20 -${30 * up} -44 -${52 * up} -74 -${58 * up}C-58 -${30 * up} -36 -8 8 0Z"/><path d="M0 0C14 -${34 * up} 10 -${60 * up} -8 -${84 * up}C24 -${66 * up} 34 -26 14 2Z" opacity=".9"/><path d="M42 -10L62 -9L44 -6Z" fill="#d9a441"/></g>`;
      await c.svg(egret(820, 330, 1.1, 1) + egret(1010, 270, 0.8, 0.7) + egret(1140, 352, 0.62, 1.1));
      await c.svg(
        blades(r, {
          count: 330,
          x: [-30, 640],
          base: (x) => 1100 - Math.max(0, 300 - x) * 0.02,
          length: [140, 470],
          lean: 0.2,
          width: [1.8, 4.2],
          colours: ['#6b5148', '#8a6a52', '#a5835f', '#54423f'],
          heads: 'reed',
        }) +
          blades(r, {
            count: 90,
            x: [1320, 1640],
            base: () => 1095,
            length: [80, 250],
            lean: -0.2,
            width: [1.5, 3.4],
            colours: ['#6b5148', '#8a6a52', '#54423f'],
            heads: 'reed',
          }),
      );
      c.finish({ seed: 3 });
    },
  },
  {
    key: 'weihe-4',
    alt: '月夜河面，银色月光铺成一条路，远岸有几点灯火',
    caption: '月亮升起来，水面上多了一条银色的路。',
    focal: [0.55, 0.45],
    taken: '2024:08:20 21:48:00',
    draw(c) {
      c.sky(
        [
          [0, '#0e1a33'],
          [0.4, '#223a5f'],
          [0.6, '#54739a'],
        ],
        0,
        0.9,
      );
      stars(c, { seed: 4, count: 500, below: () => 460 });
      c.glow(0.56, 0.2, 0.3, '#cfdcf0', 0.55);
      c.disc(0.56, 0.2, 0.03, '#fbf7e4', 1, 2);
      c.clouds({
        seed: 27,
        y: 0.28,
        depth: 0.08,
        colour: '#b9c9de',
        under: '#2b3f61',
        alpha: 0.55,
        scale: 3,
        stretch: 6,
      });
      range(c, {
        seed: 29,
        count: 4,
        top: 0.47,
        bottom: 0.55,
        far: '#48648b',
        near: '#14233d',
        air: '#5f7b9d',
        lit: '#a9c0de',
        amp: [0.06, 0.05],
        rough: 0.6,
        veil: 0.4,
        relief: 0.4,
      });
      const r = rng(8);
      for (let k = 0; k < 26; k++) {
        const x = r.range(0.02, 0.4);
        const y = 0.553 - r.range(0, 0.012);
        c.disc(x, y, r.range(0.0008, 0.0016), '#ffd98c', 1);
        c.glow(x, y, 0.012, '#ffb959', 0.5);
      }
      c.reflect({ line: 0.56, seed: 16, tint: '#0d1830', tintAmount: 0.1, depthTint: 0.45, ripple: 1.15 });
      const n = noise(61);
      c.each((x, y, i) => {
        const d = (y - 598) / 470;
        if (d <= 0) return;
        const w = 26 + d * 150;
        const k = Math.exp(-(((x - 896) / w) ** 2));
        if (k < 0.02) return;
        const s = smooth(
          0.05,
          0.35,
          n.at((x - 896) / (14 + d * 60), 40 / (0.05 + d) + y * 0.002) +
            n.at((x - 896) / (6 + d * 24), 90 / (0.05 + d)) * 0.5,
        );
        c.addAt(i, [0.85, 0.89, 0.9], k * s * 0.75);
      });
      c.bloom(20, 0.3, 0.75);
      c.finish({ seed: 4, vignette: 0.22 });
    },
  },
  {
    key: 'weihe-5',
    w: 1200,
    h: 1600,
    alt: '竖幅：阴天河面如镜，孤舟与岸边垂柳的倒影',
    caption: '无风的下午，柳枝和倒影垂到同一个地方。',
    focal: [0.45, 0.55],
    taken: '2024:04:10 15:26:00',
    async draw(c) {
      c.sky([
        [0, '#aebdbb'],
        [0.4, '#d3dad3'],
        [0.6, '#e8e8dc'],
      ]);
      range(c, {
        seed: 35,
        count: 4,
        top: 0.42,
        bottom: 0.52,
        far: '#b7c4c2',
        near: '#6f8a82',
        air: '#dfe4db',
        lit: '#fff',
        amp: [0.06, 0.05],
        rough: 0.5,
        relief: 0.3,
      });
      wood(c, {
        seed: 6,
        y: (x) => 838 + Math.sin(x * 0.01) * 4,
        rows: 2,
        rowStep: 5,
        size: [9, 20],
        colours: ['#7d9a6a', '#93ad72', '#66865f'],
        lit: '#d5dca0',
      });
      c.reflect({ line: 0.53, seed: 26, tint: '#a9bab2', tintAmount: 0.12, ripple: 0.35, depthTint: 0.15 });
      c.mist({ seed: 31, y: 0.532, depth: 0.018, colour: '#e8ebe2', alpha: 0.75 });
      await c.svg(boat(430, 1130, 300, '#2c3a38', { reflection: 0.4, awning: true, hat: '#7a6244' }));
      const r = rng(10);
      let s =
        '<path d="M1240 -20C1150 120 1110 60 980 90" stroke="#3c3a2e" stroke-width="26" fill="none"/><path d="M1110 80C990 40 860 70 700 30" stroke="#3c3a2e" stroke-width="12" fill="none"/>';
      for (let k = 0; k < 120; k++) {
        const x = r.range(560, 1230);
        const y0 = 40 + r.range(-50, 60);
        const L = r.range(260, 980) * (0.45 + (x - 560) / 900);
        const sway = r.range(-40, 26);
        const col = r.pick(['#8fa45a', '#a9b86a', '#6f8a4c', '#c0c87c']);
        s += `<path d="M${x} ${y0}Q${x + sway} ${y0 + L * 0.5} ${x + sway * 0.6} ${y0 + L}" stroke="${col}" stroke-width="1.4" fill="none" opacity=".85"/>`;
        for (let q = 20; q < L; q += 15) {
          const t = q / L;
          const lx = x + 2 * sway * t * (1 - t) + sway * 0.6 * t * t;
          const ly = y0 + q;
          const d = r.pick([-1, 1]);
          s += `<path d="M${lx.toFixed(0)} ${ly.toFixed(0)}q${d * 9} 7 ${d * 8} 24q${-d * 8} -8 ${-d * 8} -24z" fill="${col}"/>`;
        }
      }
      await c.svg(s);
      c.finish({ seed: 5, contrast: 0.16 });
    },
  },
  {
    key: 'weihe-6',
    alt: '深秋河谷，金黄杨树夹岸，沙洲在低角度阳光里发亮',
    caption: '深秋水浅，沙洲露出来，杨树把两岸染成金色。',
    focal: [0.5, 0.55],
    taken: '2024:11:02 16:20:00',
    draw(c) {
      const sky = [
        [0, '#4d7fae'],
        [0.55, '#a8c0cc'],
        [1, '#fbe2b8'],
      ] as const;
      c.sky(sky, 0, 0.3);
      c.glow(0.9, 0.24, 0.5, '#ffdf9c', 0.8);
      valley(c, {
        seed: 14,
        eye: 150,
        horizon: 0.27,
        far: 9000,
        sky,
        banks: ['#c9a75a', '#b08a4c', '#d9bd78', '#9c8f56', '#a77c48'],
        woods: ['#e0a52e', '#d08a2a', '#f0c04a', '#b8742c', '#8f8a3c'],
        sand: '#e2c79a',
        hill: '#a58553',
        sun: { azimuth: 55, elevation: 16, colour: '#ffd695', strength: 2.9 },
        ambient: { colour: '#9fb4d8', strength: 0.6 },
        haze: { colour: '#d5cdbb', sunward: '#fbe0b0', distance: 4200 },
        water: [0.78, 0.82, 0.86],
        bend: 1.25,
        width: 44,
      });
      c.finish({ seed: 6, warm: 0.015 });
    },
  },
];
