/** Loess terraces: hills cut into level treads, each tread a field, in six seasons and lights. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, mix, type Rgb, type Stop } from '../lib/colour.ts';
import { clamp, hash2, noise, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { crowns, drawTerrain, fadeDetail, type Terrain, tree } from '../lib/terrain.ts';

interface TerraceLook {
  seed: number;
  step: number;
  relief: number;
  wave: number;
  crops: string[];
  riser: string;
  treeColour: string;
  trees: number;
  flat?: number;
  dip?: number;
  base?: (x: number, z: number) => number;
}

/** Ground and colours of a terraced slope; the rest of the terrain (camera, light) is given by the picture. */
export function terraced(o: TerraceLook): Pick<Terrain, 'height' | 'albedo'> {
  const n = noise(o.seed);
  const crops = o.crops.map(hex);
  const riser = hex(o.riser);
  const treeC = hex(o.treeColour);
  const flat = o.flat ?? 0.72;
  const smoothH = (x: number, z: number): number => {
    const u = x * o.wave;
    const v = z * o.wave;
    const big = n.fbm(u, v, 3, 0.42) * o.relief;
    const folds = (n.ridged(u * 1.7 + 31, v * 1.7 + 8, 2, 0.4) - 0.35) * o.relief * 0.7;
    return big + folds + n.at(u * 9, v * 9) * o.step * 0.35 + (o.base ? o.base(x, z) : 0);
  };
  const grove = (x: number, z: number): number => n.fbm(x * 0.006 + 50, z * 0.006, 3);
  return {
    height(x, z, foot) {
      const s = smoothH(x, z);
      const k = s / o.step;
      const fl = Math.floor(k);
      const fr = k - fl;
      const stepped = o.step * (fl + 0.12 * fr + 0.88 * smooth(flat, 0.99, fr));
      const keep = fadeDetail(o.step * 2.2, foot);
      let h = s + (stepped - s) * keep;
      if (o.trees > 0) {
        const d = grove(x, z);
        const dens = o.trees * (d > 0.22 ? 3.2 : 0.7);
        h += crowns(x, z, 9, 6.5, dens, 1, o.seed);
      }
      return h;
    },
    albedo(p, out) {
      if (o.trees > 0) {
        const d = grove(p.x, p.z);
        crowns(p.x, p.z, 9, 6.5, o.trees * (d > 0.22 ? 3.2 : 0.7), 1, o.seed);
        if (tree.k > 0) {
          const l = 0.5 + 0.5 * tree.k + (tree.id - 0.5) * 0.4;
          const g = n.at(p.x * 1.3, p.z * 1.3) * 0.25 * fadeDetail(1.5, p.foot);
          for (let i = 0; i < 3; i++) out[i] = (treeC[i] as number) * (l + g);
          return 0;
        }
      }
      const s = smoothH(p.x, p.z);
      const k = s / o.step;
      const fl = Math.floor(k);
      const fr = k - fl;
      const along = p.x * 0.011 + n.at(fl * 3.1, p.z * 0.006) * 1.5 + fl * 0.53;
      const id = hash2(fl, Math.floor(along), o.seed);
      const crop = crops[Math.floor(id * crops.length)] as Rgb;
      const next = crops[Math.floor(hash2(fl, Math.floor(along), o.seed + 3) * crops.length)] as Rgb;
      const c = mix(crop, next, 0.3);
      const fine = n.fbm(p.x * 0.25, p.z * 0.25, 3) * 0.16 * fadeDetail(4, p.foot);
      const rows = Math.sin(fr * 40) * 0.05 * fadeDetail(1.2, p.foot);
      const mottled = n.fbm(p.x * 0.02, p.z * 0.02, 3) * 0.14;
      const r = smooth(flat - 0.03, flat + 0.05, fr) * (1 - smooth(0.97, 1, fr)) * fadeDetail(o.step * 2, p.foot);
      const edge = Math.exp(-(((fr - flat) / 0.05) ** 2)) * 0.22 * fadeDetail(o.step, p.foot);
      for (let i = 0; i < 3; i++) {
        const v = (c[i] as number) * (1 + fine + rows + mottled - edge);
        out[i] = v + ((riser[i] as number) * (1 + fine * 2) - v) * r * 0.85;
      }
      return 0;
    },
  };
}

const sky = (c: Canvas, stops: readonly Stop[], horizon: number) => c.sky(stops, 0, horizon + 0.03);

export const terrace: Picture[] = [
  {
    key: 'terrace-1',
    alt: '清晨斜光里的层层梯田，新绿与赭黄的田块沿等高线盘绕山梁',
    caption: '春日清晨，黄土山梁上的梯田一层一层亮起来。',
    focal: [0.42, 0.6],
    taken: '2024:04:26 07:12:00',
    draw(c) {
      sky(
        c,
        [
          [0, '#8fb4cf'],
          [0.55, '#c9d8d6'],
          [1, '#f6e3c0'],
        ],
        0.3,
      );
      c.glow(0.95, 0.26, 0.55, '#ffe2a8', 0.75);
      c.clouds({ seed: 4, y: 0.1, depth: 0.1, colour: '#fff4e0', under: '#b9c7cf', alpha: 0.55, scale: 4, stretch: 4 });
      const look = terraced({
        seed: 11,
        step: 5,
        relief: 105,
        wave: 0.0021,
        crops: ['#7d9a45', '#a3ad57', '#c2a468', '#8d7a48', '#5f8a48', '#b7b56a'],
        riser: '#8a6b46',
        treeColour: '#3f5f33',
        trees: 0.07,
        base: (_x, z) => z * 0.035 - 30,
      });
      drawTerrain(c, {
        ...look,
        eye: 165,
        horizon: 0.27,
        fov: 46,
        near: 60,
        far: 7000,
        sun: { azimuth: 72, elevation: 17, colour: '#ffd9a0', strength: 2.5 },
        ambient: { colour: '#9db8d6', strength: 0.62 },
        haze: { colour: '#c3d0cf', sunward: '#f7e0b8', distance: 4200, amount: 0.95 },
        mist: { colour: '#dfe4de', level: -45, falloff: 22, distance: 700, noise: noise(3) },
      });
      c.finish({ seed: 1, warm: 0.01 });
    },
  },
  {
    key: 'terrace-2',
    alt: '金黄的成熟庄稼铺满弧形梯田，几株绿树点在田埂上',
    caption: '庄稼成熟时节，金黄的条带顺着山势一圈圈收拢。',
    focal: [0.55, 0.55],
    taken: '2024:07:03 18:20:00',
    draw(c) {
      sky(
        c,
        [
          [0, '#5f93bd'],
          [0.6, '#a9c8d8'],
          [1, '#f3e6c8'],
        ],
        0.22,
      );
      c.clouds({
        seed: 14,
        y: 0.08,
        depth: 0.09,
        colour: '#ffffff',
        under: '#9fb3c2',
        alpha: 0.8,
        scale: 3,
        stretch: 3,
      });
      const look = terraced({
        seed: 23,
        step: 6,
        relief: 120,
        wave: 0.0017,
        crops: ['#e0b548', '#d39f3a', '#ecca66', '#c98f36', '#a9a04a', '#f0d47c'],
        riser: '#7c8a3e',
        treeColour: '#44602c',
        trees: 0.1,
        flat: 0.66,
        base: (x, z) => z * 0.05 + Math.abs(x) * 0.06 - 50,
      });
      drawTerrain(c, {
        ...look,
        eye: 190,
        horizon: 0.19,
        fov: 44,
        near: 60,
        far: 6000,
        sun: { azimuth: -75, elevation: 24, colour: '#ffdf9e', strength: 2.6 },
        ambient: { colour: '#9fb6d4', strength: 0.6 },
        haze: { colour: '#c6cfc8', distance: 5200, amount: 0.9 },
      });
      c.finish({ seed: 2, warm: 0.02 });
    },
  },
  {
    key: 'terrace-3',
    alt: '雪后梯田，白色田面与深色田坎勾出一圈圈等高线',
    caption: '雪落梯田，田坎露出深色，山坡成了一幅线描。',
    focal: [0.5, 0.55],
    taken: '2024:01:21 10:05:00',
    draw(c) {
      sky(
        c,
        [
          [0, '#b9c4cf'],
          [0.7, '#d8dde0'],
          [1, '#ebe9e4'],
        ],
        0.2,
      );
      const look = terraced({
        seed: 37,
        step: 5.5,
        relief: 110,
        wave: 0.0019,
        crops: ['#f4f5f5', '#eef1f3', '#e4e9ee', '#f8f6f2'],
        riser: '#5a4c40',
        treeColour: '#4a423c',
        trees: 0.06,
        flat: 0.74,
        base: (_x, z) => z * 0.05 - 40,
      });
      drawTerrain(c, {
        ...look,
        eye: 180,
        horizon: 0.16,
        fov: 42,
        near: 60,
        far: 5200,
        sun: { azimuth: 60, elevation: 22, colour: '#fff1dc', strength: 1.35 },
        ambient: { colour: '#b9c9de', strength: 0.62 },
        haze: { colour: '#d9dde0', distance: 3000 },
      });
      c.finish({ seed: 3, saturation: 0.95, contrast: 0.2 });
    },
  },
  {
    key: 'terrace-4',
    alt: '雨后云雾漫过青绿梯田，山梁在雾中时隐时现',
    caption: '雨歇，谷里的云雾慢慢漫上梯田。',
    focal: [0.4, 0.62],
    taken: '2024:06:12 08:40:00',
    draw(c) {
      sky(
        c,
        [
          [0, '#a7b5b3'],
          [1, '#d6dcd6'],
        ],
        0.3,
      );
      const look = terraced({
        seed: 47,
        step: 5,
        relief: 130,
        wave: 0.002,
        crops: ['#4f7d46', '#6b9650', '#87a85c', '#3f6d44', '#9aa660'],
        riser: '#5d5a38',
        treeColour: '#2f4d33',
        trees: 0.12,
        base: (_x, z) => z * 0.04 - 50,
      });
      drawTerrain(c, {
        ...look,
        eye: 170,
        horizon: 0.25,
        fov: 48,
        near: 50,
        far: 5000,
        sun: { azimuth: 30, elevation: 50, colour: '#eef0e6', strength: 0.75 },
        ambient: { colour: '#b7c9c4', strength: 0.95 },
        haze: { colour: '#d0d8d3', distance: 2300 },
        mist: { colour: '#e4e9e5', level: -12, falloff: 20, distance: 240, noise: noise(8), scale: 0.005 },
      });
      c.mist({ seed: 12, y: 0.27, depth: 0.07, colour: '#e6ebe7', alpha: 0.85 });
      c.finish({ seed: 4, contrast: 0.16 });
    },
  },
  {
    key: 'terrace-5',
    w: 1600,
    h: 900,
    alt: '俯瞰梯田，深浅不一的田块像木纹一样层层环绕',
    caption: '从高处看，梯田是写在黄土上的年轮。',
    focal: [0.5, 0.5],
    taken: '2024:05:18 11:30:00',
    draw(c) {
      const look = terraced({
        seed: 59,
        step: 4.2,
        relief: 95,
        wave: 0.0026,
        crops: ['#c98d4e', '#8f9c50', '#d9b072', '#5f7f4a', '#b3683c', '#e3c58d', '#6f8f63'],
        riser: '#6b4a30',
        treeColour: '#33522f',
        trees: 0.05,
        flat: 0.78,
      });
      drawTerrain(c, {
        ...look,
        eye: 900,
        horizon: -2.1,
        fov: 34,
        near: 200,
        far: 3000,
        sun: { azimuth: -110, elevation: 32, colour: '#fff0cf', strength: 2.2 },
        ambient: { colour: '#a9bbd0', strength: 0.6 },
        haze: { colour: '#cfd4cc', distance: 20000, amount: 0.6 },
      });
      c.finish({ seed: 5, vignette: 0.2 });
    },
  },
  {
    key: 'terrace-6',
    alt: '暮色里的梯田，紫灰色山影前有一弯新月',
    caption: '日落之后，梯田留住最后一点天光。',
    focal: [0.66, 0.25],
    taken: '2024:09:22 19:31:00',
    draw(c) {
      sky(
        c,
        [
          [0, '#2f3a66'],
          [0.4, '#6f6a98'],
          [0.72, '#d19a98'],
          [1, '#f6c58c'],
        ],
        0.4,
      );
      c.glow(0.28, 0.4, 0.5, '#ffb067', 0.55, 0.5);
      c.clouds({
        seed: 61,
        y: 0.24,
        depth: 0.1,
        colour: '#f3a98a',
        under: '#5d5580',
        alpha: 0.6,
        scale: 3,
        stretch: 6,
      });
      const look = terraced({
        seed: 67,
        step: 6,
        relief: 130,
        wave: 0.0017,
        crops: ['#8a7a72', '#a08a78', '#6f6d6a', '#b39a84', '#77706a'],
        riser: '#3a3038',
        treeColour: '#2b2c33',
        trees: 0.05,
        base: (_x, z) => z * 0.03 - 40,
      });
      drawTerrain(c, {
        ...look,
        eye: 175,
        horizon: 0.37,
        fov: 50,
        near: 60,
        far: 8000,
        sun: { azimuth: -18, elevation: 7, colour: '#ff9e6a', strength: 1.6 },
        ambient: { colour: '#7d7fb8', strength: 0.62 },
        haze: { colour: '#8f86a8', sunward: '#f0b48c', distance: 3400 },
        mist: { colour: '#9c93b4', level: -50, falloff: 18, distance: 500, noise: noise(2) },
      });
      const m: Rgb = hex('#fff3d8');
      c.each((x, y, i) => {
        const a = clamp(17 - Math.hypot(x - 1056, y - 150)) * clamp(Math.hypot(x - 1063, y - 145) - 16);
        if (a > 0) c.mixAt(i, m, a);
      });
      c.glow(0.66, 0.14, 0.05, '#fff3d8', 0.25);
      c.finish({ seed: 6 });
    },
  },
];
