/** Snow: ridges at first light, a village under snow, pines, a storm, moonlit slopes. */

import type { Canvas } from '../lib/canvas.ts';
import { hex, mix, mixHex, type Rgb } from '../lib/colour.ts';
import { conifer, ridge, stars } from '../lib/nature.ts';
import { clamp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { drawTerrain, fadeDetail, type Terrain } from '../lib/terrain.ts';

export function flakes(
  c: Canvas,
  o: { seed: number; count: number; size: [number, number]; alpha: number; slant?: number },
): void {
  const r = rng(o.seed);
  for (let k = 0; k < o.count; k++) {
    const R = o.size[0] + (o.size[1] - o.size[0]) * r() ** 3;
    const X = r() * c.w;
    const Y = r() * c.h;
    const a = o.alpha * r.range(0.4, 1) * (R > 4 ? 0.6 : 1);
    for (let y = Math.max(0, Math.floor(Y - R)); y <= Math.min(c.h - 1, Y + R); y++)
      for (let x = Math.max(0, Math.floor(X - R)); x <= Math.min(c.w - 1, X + R); x++) {
        const d = Math.hypot(x - X + (y - Y) * (o.slant ?? 0), y - Y) / R;
        if (d < 1) c.mixAt((y * c.w + x) * 3, [1, 1, 1], a * (1 - d * d));
      }
  }
}

/** Sharp snow mountains. */
export function alps(
  c: Canvas,
  o: {
    seed: number;
    relief: number;
    wave: number;
    rise: number;
    rock: string;
    snow: string;
    line: number;
    eye: number;
    horizon: number;
    fov?: number;
    far: number;
    near?: number;
    sun: Terrain['sun'];
    ambient: Terrain['ambient'];
    haze: Terrain['haze'];
    mist?: Terrain['mist'];
    dip?: number;
  },
): Float32Array {
  const n = noise(o.seed);
  const rock = hex(o.rock);
  const snow = hex(o.snow);
  const land = (x: number, z: number, foot: number): number => {
    const oct = foot > 6 ? 6 : foot > 2 ? 8 : 9;
    const wx = n.fbm(x * o.wave * 0.8 + 3, z * o.wave * 0.8, 3) * 0.35;
    return (
      n.ridged(x * o.wave + wx, z * o.wave - wx, oct, 0.48) * o.relief + smooth(200, 4000, z) * o.rise + (o.dip ?? 0)
    );
  };
  return drawTerrain(c, {
    height: land,
    albedo: (p, out) => {
      const f = n.fbm(p.x * 0.04, p.z * 0.04, 4) * fadeDetail(14, p.foot);
      const s = smooth(o.line - 0.14, o.line + 0.12, p.ny + f * 0.18);
      const strata = 1 + n.fbm(p.x * 0.004, p.h * 0.06, 3) * 0.35;
      for (let k = 0; k < 3; k++) out[k] = (rock[k] as number) * strata * (1 - s) + (snow[k] as number) * s;
      return 0;
    },
    eye: o.eye,
    horizon: o.horizon,
    fov: o.fov ?? 46,
    near: o.near ?? 80,
    far: o.far,
    sun: o.sun,
    ambient: o.ambient,
    haze: o.haze,
    mist: o.mist ? { noise: n, ...o.mist } : undefined,
    shadowReach: 2600,
  });
}

export const snow: Picture[] = [
  {
    key: 'snow-1',
    alt: '日照雪山，金红色的光落在峰顶，谷里仍是蓝影',
    caption: '第一缕光先到雪峰，再一点一点往下走。',
    focal: [0.5, 0.4],
    taken: '2024:12:12 08:04:00',
    draw(c) {
      c.sky(
        [
          [0, '#3f6aa6'],
          [0.6, '#a7b6cf'],
          [1, '#f2cdb8'],
        ],
        0,
        0.5,
      );
      alps(c, {
        seed: 12,
        relief: 620,
        wave: 0.00062,
        rise: 420,
        rock: '#5f5a5c',
        snow: '#f6f6f8',
        line: 0.72,
        eye: 620,
        horizon: 0.5,
        fov: 44,
        far: 12000,
        near: 300,
        dip: -200,
        sun: { azimuth: 78, elevation: 11, colour: '#ffb182', strength: 2.6 },
        ambient: { colour: '#86a6e0', strength: 0.62 },
        haze: { colour: '#b3bcd2', sunward: '#f3cdb6', distance: 9000, amount: 0.9 },
        mist: { colour: '#b9c6dc', level: 60, falloff: 60, distance: 2600 },
      });
      c.finish({ seed: 1 });
    },
  },
  {
    key: 'snow-2',
    alt: '雪夜村庄，屋顶积雪，窗里透出暖黄灯光',
    caption: '雪下了一夜，村里的灯还亮着。',
    focal: [0.5, 0.62],
    taken: '2024:01:09 19:10:00',
    async draw(c) {
      c.sky(
        [
          [0, '#2b3a5c'],
          [0.5, '#5a6f93'],
          [1, '#a3adbe'],
        ],
        0,
        0.6,
      );
      ridge(c, {
        seed: 5,
        y: 0.36,
        amp: 0.12,
        scale: 3,
        rough: 0.7,
        colour: '#6b7f9f',
        foot: '#9faabf',
        depth: 0.3,
        lit: '#cdd8e6',
        relief: 0.8,
      });
      ridge(c, {
        seed: 9,
        y: 0.48,
        amp: 0.09,
        scale: 3,
        rough: 0.5,
        colour: '#56698a',
        foot: '#97a4bb',
        depth: 0.25,
        lit: '#bac8da',
        relief: 0.6,
        firs: 8,
      });
      const n = noise(4);
      const snowA = hex('#a9b7cd');
      const snowB = hex('#6f83a6');
      c.each((x, y, i) => {
        const top = 570 + n.fbm(x * 0.002, 2, 3) * 40;
        if (y < top) return;
        const f = n.fbm(x * 0.004, y * 0.012, 4);
        c.mixAt(i, mix(snowB, snowA, clamp(0.5 + f * 0.8 + (y - 620) / 1400)), smooth(0, 14, y - top));
      });
      const r = rng(3);
      const rows: [number, number, number][] = [
        [610, 0.42, 9],
        [680, 0.6, 7],
        [780, 0.9, 5],
        [930, 1.35, 4],
      ];
      for (const [y, s, count] of rows) {
        for (let k = 0; k < count + 2; k++)
          conifer(c, r.range(0, 1600), y - 8, r.range(90, 150) * s, '#2b3c54', {
            seed: r.int(1, 999),
            snow: 0.75,
            width: 0.16,
          });
        let g = '';
        const lights: [number, number][] = [];
        for (let k = 0; k < count; k++) {
          const x = ((k + r.range(0.1, 0.9)) / count) * 1600;
          const w = 150 * s * r.range(0.85, 1.3);
          const hh = 52 * s;
          const wall = mixHex('#4a4352', '#6a5a58', r());
          g += `<path d="M${x} ${y}v-${hh}h${w}v${hh}z" fill="${wall}"/><path d="M${x - w * 0.09} ${y - hh + 4}L${x + w * 0.16} ${y - hh * 2}Q${x + w * 0.5} ${y - hh * 2.16} ${x + w * 0.84} ${y - hh * 2}L${x + w * 1.09} ${y - hh + 4}Q${x + w * 0.5} ${y - hh + 12 * s} ${x - w * 0.09} ${y - hh + 4}Z" fill="#c3cfe0"/><path d="M${x - w * 0.09} ${y - hh + 4}Q${x + w * 0.5} ${y - hh + 12 * s} ${x + w * 1.09} ${y - hh + 4}v${5 * s}Q${x + w * 0.5} ${y - hh + 19 * s} ${x - w * 0.09} ${y - hh + 4 + 5 * s}Z" fill="#7e90ad"/>`;
          for (const q of [0.2, 0.62]) {
            if (r() < 0.28) continue;
            const X = x + w * q;
            const Y = y - hh * 0.7;
            g += `<rect x="${X}" y="${Y}" width="${w * 0.16}" height="${hh * 0.42}" fill="#ffcf7a"/><path d="M${X + w * 0.08} ${Y}v${hh * 0.42}M${X} ${Y + hh * 0.2}h${w * 0.16}" stroke="#7a4a28" stroke-width="${2 * s}"/><path d="M${X - w * 0.06} ${y + 4}h${w * 0.28}l${w * 0.12} ${hh * 0.7}h-${w * 0.52}z" fill="#ffc06a" opacity=".22"/>`;
            lights.push([X + w * 0.08, Y + hh * 0.2]);
          }
        }
        await c.svg(g);
        for (const [X, Y] of lights) c.glow(X / 1600, Y / 1067, 0.05 * s, '#ffb35c', 0.28);
      }
      flakes(c, { seed: 6, count: 1500, size: [0.8, 5], alpha: 0.75 });
      c.bloom(18, 0.3, 0.7);
      c.finish({ seed: 2, vignette: 0.2 });
    },
  },
  {
    key: 'snow-3',
    w: 1200,
    h: 1600,
    alt: '竖幅：雪中松枝特写，针叶托着厚厚的积雪',
    caption: '松枝托住了雪，风一过，落下一小阵白。',
    focal: [0.5, 0.45],
    taken: '2024:01:24 10:32:00',
    async draw(c) {
      c.sky([
        [0, '#9fb4c4'],
        [0.5, '#c9d4db'],
        [1, '#dfe3e4'],
      ]);
      const r = rng(15);
      for (let k = 0; k < 12; k++)
        conifer(c, r.range(0, 1200), 1500 + r.range(0, 200), r.range(500, 1100), '#8ea3ad', {
          seed: k,
          snow: 0.6,
          foot: '#dfe5e8',
          footAmount: 0.5,
        });
      c.blur(16);
      const limb = (x0: number, y0: number, x1: number, y1: number, s: number): string => {
        let needles = '';
        let cap = '';
        const steps = 30;
        const mx = (x0 + x1) / 2;
        const my = Math.min(y0, y1) - 30 * s;
        const at = (t: number): [number, number] => [
          (1 - t) ** 2 * x0 + 2 * t * (1 - t) * mx + t * t * x1,
          (1 - t) ** 2 * y0 + 2 * t * (1 - t) * my + t * t * y1,
        ];
        for (let k = 0; k <= steps; k++) {
          const [x, y] = at(k / steps);
          for (let q = 0; q < 30; q++) {
            const a = r.range(-Math.PI, Math.PI);
            const L = s * r.range(38, 78);
            const col = r.pick(['#2f4f45', '#3f6554', '#24413a', '#56786a', '#1d352f']);
            needles += `<path d="M${x.toFixed(0)} ${y.toFixed(0)}q${(Math.cos(a) * L * 0.5).toFixed(0)} ${(Math.sin(a) * L * 0.3 - 4).toFixed(0)} ${(Math.cos(a) * L).toFixed(0)} ${(Math.sin(a) * L * 0.75 + 6).toFixed(0)}" stroke="${col}" stroke-width="${(s * 2).toFixed(1)}" fill="none" stroke-linecap="round"/>`;
          }
          if (k % 2 === 0) {
            const w = s * r.range(42, 70);
            const hh = s * r.range(20, 34);
            cap += `<path d="M${x - w} ${y - 2 * s}C${x - w} ${y - hh} ${x - w * 0.4} ${y - hh * 1.5} ${x} ${y - hh * 1.35}C${x + w * 0.5} ${y - hh * 1.5} ${x + w} ${y - hh * 0.9} ${x + w} ${y - 2 * s}Q${x + w * 0.5} ${y + 8 * s} ${x} ${y - 1 * s}Q${x - w * 0.6} ${y + 9 * s} ${x - w} ${y - 2 * s}Z" fill="url(#sn)"/>`;
          }
        }
        return `${needles}<path d="M${x0} ${y0}Q${mx} ${my} ${x1} ${y1}" stroke="#4a3b32" stroke-width="${8 * s}" fill="none"/>${cap}`;
      };
      await c.svg(
        limb(-60, 380, 620, 470, 0.9) +
          limb(1290, 640, 430, 830, 1.15) +
          limb(-80, 1130, 820, 1190, 1.4) +
          limb(1300, 1390, 640, 1500, 1.5),
        {
          defs: '<linearGradient id="sn" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffffff"/><stop offset=".6" stop-color="#eef3f8"/><stop offset="1" stop-color="#b3c6dc"/></linearGradient>',
        },
      );
      flakes(c, { seed: 16, count: 420, size: [1.5, 9], alpha: 0.8 });
      c.finish({ seed: 3 });
    },
  },
  {
    key: 'snow-4',
    alt: '风雪里的山路，护栏与路面隐进灰白色天地',
    caption: '风雪正急，山路只看得见眼前的一个弯。',
    focal: [0.5, 0.6],
    taken: '2024:02:11 17:05:00',
    async draw(c) {
      c.sky(
        [
          [0, '#a4adb5'],
          [1, '#d4d8da'],
        ],
        0,
        0.6,
      );
      alps(c, {
        seed: 27,
        relief: 260,
        wave: 0.0013,
        rise: 200,
        rock: '#5a5d62',
        snow: '#e8ecef',
        line: 0.66,
        eye: 150,
        horizon: 0.42,
        far: 2600,
        near: 90,
        dip: -90,
        sun: { azimuth: 20, elevation: 50, colour: '#eef0f2', strength: 0.6 },
        ambient: { colour: '#b9c4d0', strength: 0.9 },
        haze: { colour: '#ccd2d6', distance: 760 },
      });
      c.mist({ seed: 3, y: 0.5, depth: 0.1, colour: '#ccd2d6', alpha: 0.75 });
      const n = noise(8);
      const road = (t: number): [number, number] => [
        800 + Math.sin(t * 3.4 + 0.5) * 330 * (1 - t) ** 0.6 - 120 * (1 - t),
        14 + t * t * 560,
      ];
      const ground = hex('#dfe4e8');
      c.each((x, y, i) => {
        const t = (y - 620 - n.fbm(x * 0.002, 5, 2) * 16) / 447;
        if (t < 0) return;
        const [cx, hw] = road(clamp(t));
        const d = Math.abs(x - cx) / hw;
        const f = n.fbm((x * 0.01) / (0.2 + t), (y * 0.03) / (0.2 + t), 4);
        let col: Rgb = [ground[0] * (0.93 + f * 0.12), ground[1] * (0.94 + f * 0.12), ground[2] * (0.96 + f * 0.1)];
        if (d < 1) {
          const u = (x - cx) / hw;
          const rut = Math.exp(-(((Math.abs(u) - 0.42) / 0.13) ** 2));
          col = mix([0.74, 0.77, 0.8], [0.36, 0.39, 0.43], clamp(rut * 0.85 + f * 0.3));
        }
        c.mixAt(i, col, smooth(0, 0.12, t) * 0.95);
      });
      let rail = '';
      for (let k = 0; k < 42; k++) {
        const t = 0.03 + (k / 42) ** 1.7 * 0.97;
        const [cx, hw] = road(t);
        const x = cx + hw * 1.12;
        const y = 620 + t * 447;
        const hgt = 10 + t * 130;
        rail += `<rect x="${x - hgt * 0.05}" y="${y - hgt}" width="${hgt * 0.1}" height="${hgt}" fill="#5a6068"/><rect x="${x - hgt * 0.055}" y="${y - hgt}" width="${hgt * 0.11}" height="${hgt * 0.25}" fill="#b8402f"/><ellipse cx="${x}" cy="${y - hgt}" rx="${hgt * 0.1}" ry="${hgt * 0.06}" fill="#f6f8fa"/>`;
      }
      await c.svg(rail);
      const r = rng(7);
      for (let k = 0; k < 9; k++) {
        const y = r.range(680, 1090);
        conifer(
          c,
          r.range(-30, 360) - (y - 680) * 0.2,
          y,
          (y - 560) * r.range(0.7, 1.1),
          mixHex('#9aa6ad', '#3d4c52', (y - 680) / 400),
          { seed: k, snow: 0.7 },
        );
      }
      flakes(c, { seed: 18, count: 2600, size: [0.9, 7], alpha: 0.85, slant: 0.5 });
      c.finish({ seed: 4, saturation: 0.9, contrast: 0.16 });
    },
  },
  {
    key: 'snow-5',
    alt: '月光照亮雪坡，稀疏的松树投下蓝色影子',
    caption: '满月夜，雪坡亮得能看清每一棵树的影子。',
    focal: [0.3, 0.3],
    taken: '2024:12:15 22:20:00',
    draw(c) {
      c.sky(
        [
          [0, '#0f1d3d'],
          [0.6, '#2f4f80'],
          [1, '#6f8fb4'],
        ],
        0,
        0.5,
      );
      stars(c, { seed: 14, count: 1100, below: () => 500 });
      c.glow(0.22, 0.14, 0.25, '#d6e2f2', 0.5);
      c.disc(0.22, 0.14, 0.022, '#fdf9e8', 1, 2);
      alps(c, {
        seed: 44,
        relief: 330,
        wave: 0.0009,
        rise: 300,
        rock: '#4a5164',
        snow: '#eef2fa',
        line: 0.55,
        eye: 250,
        horizon: 0.42,
        far: 9000,
        near: 120,
        dip: -120,
        sun: { azimuth: -58, elevation: 30, colour: '#bcd0ff', strength: 0.85 },
        ambient: { colour: '#5f80c8', strength: 0.4 },
        haze: { colour: '#5f7ea8', distance: 6000 },
      });
      const r = rng(9);
      const list = Array.from({ length: 34 }, () => [r.range(0, 1600), r.range(760, 1120)] as const).sort(
        (a, b) => a[1] - b[1],
      );
      for (const [x, y] of list) {
        const hgt = (y - 640) * r.range(0.35, 0.75);
        if (x > 500 && x < 1150 && y > 860) continue;
        conifer(c, x, y, hgt, '#1c2b45', { seed: r.int(1, 999), snow: 0.55, lit: '#4d6b96' });
      }
      c.finish({ seed: 5, vignette: 0.2 });
    },
  },
];
