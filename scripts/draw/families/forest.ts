/** Xiaolong Mountain woods: canopies from above, conifers in mist, light between trunks. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, mix, mixHex, type Rgb } from '../lib/colour.ts';
import { birds, blades, conifer, crown, ridge } from '../lib/nature.ts';
import { clamp, lerp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { crowns, drawTerrain, fadeDetail, type Terrain, tree } from '../lib/terrain.ts';

export interface Wooded {
  seed: number;
  near: number;
  far: number;
  horizon: number;
  eye: number;
  fov?: number;
  slope?: number;
  dip?: number;
  relief?: number;
  wave?: number;
  cell?: number;
  tall?: number;
  sharp?: number;
  density?: number;
  colours: string[];
  ground?: string;
  snow?: number;
  sun: Terrain['sun'];
  ambient: Terrain['ambient'];
  haze: Terrain['haze'];
  mist?: Terrain['mist'];
  base?: (x: number, z: number) => number;
}
/** Wooded hills seen from above the canopy. `slope` raises the ground with distance, `dip` moves it all. */
export function forested(c: Canvas, o: Wooded): Float32Array {
  const n = noise(o.seed);
  const cols = o.colours.map(hex);
  const ground = hex(o.ground ?? mixHex(o.colours[0] as string, '#1a1c14', 0.5));
  const cell = o.cell ?? 7;
  const wave = o.wave ?? 0.0032;
  const land = (x: number, z: number): number =>
    n.fbm(x * wave, z * wave, 4, 0.45) * (o.relief ?? 46) +
    (n.ridged(x * wave * 0.8 + 5, z * wave * 0.8, 3) - 0.4) * (o.relief ?? 46) * 0.9 +
    z * (o.slope ?? 0) +
    (o.dip ?? 0) +
    (o.base ? o.base(x, z) : 0);
  return drawTerrain(c, {
    height: (x, z, foot) => {
      const l = land(x, z);
      return (
        l +
        crowns(x, z, cell, o.tall ?? 8, o.density ?? 0.92, o.sharp ?? 1, o.seed) *
          (1 - smooth(cell * 0.7, cell * 1.6, foot) * 0.5)
      );
    },
    albedo: (p, out) => {
      crowns(p.x, p.z, cell, o.tall ?? 8, o.density ?? 0.92, o.sharp ?? 1, o.seed);
      const patch = n.fbm(p.x * 0.012, p.z * 0.012, 2) * 0.5 + 0.5;
      const pickAt = clamp(tree.id * 0.8 + patch * 0.45 - 0.1) * (cols.length - 0.01);
      const a = cols[Math.floor(pickAt)] as Rgb;
      const leaf = n.fbm(p.x * 0.9, p.z * 0.9, 3) * 0.42 * fadeDetail(2.2, p.foot);
      const l = (0.3 + 0.75 * tree.k + leaf) * (0.9 + (tree.id - 0.5) * 0.3);
      const on = tree.k > 0 ? smooth(0, 0.18, tree.k) : 0;
      for (let k = 0; k < 3; k++) out[k] = clamp(lerp((ground[k] as number) * 0.8, (a[k] as number) * l, on));
      if (o.snow) {
        const s = clamp((p.ny - 0.35) * 1.9 + leaf) * o.snow;
        const w = tree.k > 0 ? s : o.snow;
        for (let k = 0; k < 3; k++) out[k] = lerp(out[k] as number, [0.93, 0.95, 0.98][k] as number, clamp(w));
      }
      return 0;
    },
    eye: o.eye,
    horizon: o.horizon,
    fov: o.fov ?? 46,
    near: o.near,
    far: o.far,
    sun: o.sun,
    ambient: o.ambient,
    haze: o.haze,
    mist: o.mist,
    shadowReach: 500,
  });
}

/** Tree trunks that stand in light mist, far to near. */
function trunks(
  c: Canvas,
  o: {
    seed: number;
    rows: number;
    far: string;
    near: string;
    ground: (row: number) => number;
    bark?: number;
    birch?: boolean;
    count: [number, number];
  },
): void {
  const n = noise(o.seed);
  const r = rng(o.seed);
  for (let row = 0; row < o.rows; row++) {
    const t = row / (o.rows - 1);
    const col = mix(hex(o.far), hex(o.near), t ** 1.4);
    const count = Math.round(lerp(o.count[0], o.count[1], t));
    const base = o.ground(row);
    for (let k = 0; k < count; k++) {
      const x0 = ((k + r()) / count) * c.w * 1.1 - c.w * 0.05;
      const wid = lerp(5, 40, t ** 1.8) * r.range(0.6, 1.3);
      const lean = r.gauss() * 0.03;
      const off = r.range(0, 99);
      for (let y = 0; y < base; y++) {
        const d = (base - y) / c.h;
        const flare = 1 + 0.5 * Math.exp(-d * 22);
        const w = wid * (1 - d * 0.25) * flare;
        const cx = x0 + lean * (base - y) + n.at(off, y * 0.003) * wid * 0.5;
        for (let x = Math.floor(cx - w); x <= cx + w; x++) {
          if (x < 0 || x >= c.w) continue;
          const u = (x - cx) / w;
          const a = clamp((1 - Math.abs(u)) * w * 0.8);
          if (a <= 0) continue;
          const bark = n.fbm(x * 0.16 + off, y * 0.022, 3) * (o.bark ?? 0.35) * t;
          const s = 0.85 + -u * 0.22 * t + bark;
          c.mixAt((y * c.w + x) * 3, [col[0] * s, col[1] * s, col[2] * s], a * lerp(0.75, 1, t));
        }
      }
    }
  }
}

export const forest: Picture[] = [
  {
    key: 'forest-1',
    alt: '云雾穿过层层针叶林，远山的树尖浮在白雾之上',
    caption: '小陇山林区的清晨，雾在一层一层的松林之间流动。',
    focal: [0.5, 0.55],
    taken: '2024:06:18 06:30:00',
    draw(c) {
      c.sky([
        [0, '#b9cbcb'],
        [0.5, '#d9e0da'],
        [1, '#eceee6'],
      ]);
      c.glow(0.75, 0.16, 0.4, '#fff3d6', 0.5);
      ridge(c, {
        seed: 4,
        y: 0.24,
        amp: 0.09,
        scale: 3,
        rough: 0.4,
        colour: '#b6c6c5',
        foot: '#e6ebe6',
        depth: 0.2,
        relief: 0.1,
        firs: 9,
      });
      c.mist({ seed: 1, y: 0.36, depth: 0.05, colour: '#edf0ea', alpha: 0.85 });
      const r = rng(12);
      const rows = 7;
      for (let k = 0; k < rows; k++) {
        const t = k / (rows - 1);
        const col = mixHex('#a3b8b6', '#1f3a36', t ** 1.15);
        const n = noise(k + 3);
        const base = (x: number): number => 400 + t * 760 + n.fbm(x * 0.0016 + k * 5, k, 3) * 130;
        const hgt = lerp(56, 330, t ** 1.3);
        for (let x = -30; x < 1640; x += hgt * r.range(0.13, 0.3))
          conifer(c, x, base(x) + hgt * 0.12, hgt * r.range(0.6, 1.25), col, {
            seed: r.int(1, 9999),
            lit: mixHex(col, '#c9d8b8', 0.3),
            light: 1,
            foot: '#dde5df',
            footAmount: lerp(0.75, 0.2, t),
            width: 0.2,
          });
        if (k < rows - 1)
          c.mist({
            seed: 20 + k,
            y: (400 + t * 760 + 70) / 1067,
            depth: 0.055,
            colour: '#e9eee8',
            alpha: lerp(0.85, 0.55, t),
            scale: 2.6,
          });
      }
      c.finish({ seed: 1, contrast: 0.16 });
    },
  },
  {
    key: 'forest-2',
    w: 1200,
    h: 1600,
    alt: '晨光从高大树干之间斜射下来，林下蕨草泛着绿光',
    caption: '太阳翻过山梁，一束束光落到林子里。',
    focal: [0.5, 0.4],
    taken: '2024:08:02 07:20:00',
    async draw(c) {
      c.sky([
        [0, '#e8eec0'],
        [0.4, '#b9cf94'],
        [0.75, '#6d9160'],
        [1, '#34512f'],
      ]);
      c.glow(0.62, 0.2, 0.7, '#fffbe0', 0.9);
      const n = noise(9);
      const leafy = hex('#7fa35a');
      c.each((x, y, i) => {
        const f = n.fbm(x * 0.009, y * 0.009, 5);
        const a = smooth(-0.05, 0.4, f) * smooth(0.75, 0.1, y / 1600) * 0.55;
        if (a > 0) c.mixAt(i, leafy, a);
      });
      trunks(c, { seed: 5, rows: 5, far: '#a6bf86', near: '#2a2f22', ground: (k) => 1130 + k * 75, count: [24, 5] });
      // ground
      const g1 = hex('#4e7a3c');
      const g2 = hex('#1f331c');
      c.each((x, y, i) => {
        const t = (y - 1080 - n.fbm(x * 0.004, 3, 3) * 60) / 520;
        if (t <= 0) return;
        const f = n.fbm(x * 0.02, y * 0.045, 4);
        const light = smooth(0.1, 0.5, n.fbm(x * 0.005 - y * 0.003, y * 0.012, 3)) * (1 - t * 0.6);
        const k = mix(mix(g1, g2, clamp(t)), [0.75, 0.8, 0.42], light * 0.7);
        c.mixAt(i, [k[0] * (1 + f * 0.4), k[1] * (1 + f * 0.4), k[2] * (1 + f * 0.4)], smooth(0, 0.1, t) * 0.94);
      });
      const r = rng(3);
      let fern = '';
      for (let k = 0; k < 70; k++) {
        const t = k / 70;
        const x = r.range(-40, 1240);
        const y = 1180 + t * 440;
        const s = 0.3 + t * 1.05;
        const col = mixHex(r.pick(['#8fb552', '#6f9a45', '#a7c362']), '#1d301b', t * 0.55);
        for (let q = 0; q < 6; q++) {
          const a = -90 + (q - 2.5) * 26 + r.gauss() * 8;
          let leaf = '';
          for (let m = 1; m < 12; m++)
            leaf += `<path d="M${m * 11} 0q5 -${(13 - m) * 2.6} 13 -${(13 - m) * 2.8}q-2 ${(13 - m) * 1.6} -7 ${(13 - m) * 2.8}q11 ${13 - m} 7 ${(13 - m) * 2.8}q-10 -2 -13 -${(13 - m) * 2.8}"/>`;
          fern += `<g transform="translate(${x} ${y}) rotate(${a.toFixed(0)}) scale(${s.toFixed(2)})" fill="${col}">${leaf}</g>`;
        }
      }
      await c.svg(fern);
      // light shafts
      const beam: Rgb = [1, 0.97, 0.78];
      const nb = noise(44);
      c.each((x, y, i) => {
        const dx = x - 744;
        const dy = y - 180;
        const ang = Math.atan2(dx, dy + 400);
        const k = smooth(0.02, 0.5, nb.fbm(ang * 9, 1.5, 3)) * smooth(-200, 300, dy) * smooth(1500, 500, dy) * 0.55;
        const dapple = 0.8 + 0.2 * nb.at(x * 0.01, y * 0.01);
        if (k > 0.01) c.addAt(i, beam, k * dapple * 0.6);
      });
      c.bloom(40, 0.35, 0.75);
      c.finish({ seed: 2, contrast: 0.2 });
    },
  },
  {
    key: 'forest-3',
    alt: '俯瞰秋天的混交林，红、橙、金、绿的树冠挤挨在一起',
    caption: '从空中看，秋天的小陇山像打翻了的颜料盘。',
    focal: [0.5, 0.5],
    taken: '2024:10:20 14:10:00',
    draw(c) {
      c.sky(
        [
          [0, '#6fa0c8'],
          [1, '#f3e2bc'],
        ],
        0,
        0.24,
      );
      c.glow(0.1, 0.2, 0.4, '#ffe7b4', 0.6);
      forested(c, {
        seed: 33,
        near: 60,
        far: 4200,
        horizon: 0.2,
        eye: 170,
        relief: 110,
        wave: 0.0024,
        slope: 0.02,
        dip: -70,
        base: (x, z) => Math.abs(x - Math.sin(z * 0.0022) * 170) * 0.42,
        cell: 8,
        colours: ['#8f2f22', '#b94a26', '#d4822c', '#e3b03c', '#c99a34', '#7f8a3c', '#4f6a38', '#38573a'],
        sun: { azimuth: -70, elevation: 24, colour: '#ffe2ae', strength: 2.9 },
        ambient: { colour: '#9fb6d6', strength: 0.6 },
        haze: { colour: '#c9cdc8', sunward: '#f2dcae', distance: 2600 },
        mist: { colour: '#efe6d2', level: -80, falloff: 22, distance: 420, noise: noise(4) },
      });
      c.finish({ seed: 3, contrast: 0.16, vignette: 0.2 });
    },
  },
  {
    key: 'forest-4',
    alt: '林间溪流绕过长满青苔的石头，水面映着树影',
    caption: '一条小溪穿林而过，水声比鸟声更早把人叫醒。',
    focal: [0.5, 0.65],
    taken: '2024:07:09 09:10:00',
    async draw(c) {
      c.sky([
        [0, '#dfe8cc'],
        [0.35, '#a9c193'],
        [0.62, '#5d8258'],
        [1, '#2c4636'],
      ]);
      c.glow(0.42, 0.12, 0.45, '#fffde6', 0.85);
      const r = rng(21);
      trunks(c, { seed: 8, rows: 4, far: '#a7bd92', near: '#3a4634', ground: (k) => 500 + k * 34, count: [34, 9] });
      for (let k = 0; k < 5; k++) {
        const t = k / 4;
        for (let x = -60; x < 1660; x += 60 + t * 30) {
          const gap = Math.abs(x - 730) < 90 + t * 130 || r() < 0.35;
          if (gap) continue;
          crown(
            c,
            x + r.range(-20, 20),
            500 + t * 130 + r.range(-14, 14),
            52 + t * 40,
            40 + t * 26,
            r.pick(['#587f48', '#6f9650', '#456d44', '#86a85a']),
            { seed: r.int(1, 999), light: [0.1, -1], lit: '#d8e59a' },
          );
        }
      }
      // stream in perspective with a winding bed
      const n = noise(15);
      const bed = (y: number): [number, number] => {
        const t = (y - 500) / 567;
        return [700 + Math.sin(t * 5.4 + 0.2) * (60 + 210 * t) + t * 190, 20 + t * t * 430 + t * 120];
      };
      const src = c.px.slice();
      c.each((x, y, i) => {
        if (y < 500) return;
        const [cx, hw] = bed(y);
        const t = (y - 500) / 567;
        const d = Math.abs(x - cx) / hw + n.fbm(x * 0.012, y * 0.02, 3) * 0.18;
        if (d < 1) {
          const rip = n.fbm((x * 0.02) / (0.3 + t), (y * 0.09) / (0.3 + t), 4);
          const sy = clamp(Math.round(500 - (y - 500) * 0.75 + rip * 50), 0, 499);
          const sx = clamp(Math.round(x + rip * 40), 0, c.w - 1);
          const j = (sy * c.w + sx) * 3;
          const foam =
            smooth(
              0.22,
              0.5,
              n.ridged((x * 0.01) / (0.4 + t), (y * 0.05) / (0.4 + t), 3) - 0.5 + smooth(0.7, 1, d) * 0.25,
            ) * 0.75;
          const w: Rgb = [
            lerp(src[j] as number, 0.2, 0.42),
            lerp(src[j + 1] as number, 0.32, 0.42),
            lerp(src[j + 2] as number, 0.29, 0.42),
          ];
          c.mixAt(i, mix(w, [0.93, 0.96, 0.93], foam), 1);
        } else {
          const f = n.fbm(x * 0.03, y * 0.05, 4);
          const g = mix(hex('#6b8f45'), hex('#26391f'), clamp(t * 0.9 + (d - 1) * 0.1 + f * 0.5));
          c.mixAt(i, g, smooth(0.02, 0.14, t));
        }
      });
      // mossy stones along the bed, with shading and a waterline
      const stones: [number, number, number][] = [];
      for (let k = 0; k < 60; k++) {
        const y = 530 + (k / 60) ** 1.3 * 520;
        const [cx, hw] = bed(y);
        const side = r.pick([-1, 1]);
        const x = cx + side * hw * r.range(0.62, 1.12);
        stones.push([x, y, lerp(10, 105, ((y - 500) / 567) ** 1.1) * r.range(0.5, 1.15)]);
      }
      stones.push([700, 800, 60], [960, 930, 88], [520, 985, 120]);
      stones.sort((a, b) => a[1] - b[1]);
      const moss = hex('#7d9a3f');
      const stone = hex('#77786c');
      for (const [X, Y, R] of stones) {
        const off = r.range(0, 50);
        for (let y = Math.floor(Y - R * 0.75); y < Y + R * 0.3; y++)
          for (let x = Math.floor(X - R * 1.3); x < X + R * 1.3; x++) {
            if (x < 0 || y < 0 || x >= c.w || y >= c.h) continue;
            const u = (x - X) / (R * 1.15);
            const v = (y - Y) / (R * 0.62);
            const e = n.fbm(x * (2.4 / R) + off, y * (2.4 / R), 4);
            const d = u * u + (v > 0 ? v * v * 5 : v * v) + e * 0.35;
            const a = smooth(1, 0.93, d);
            if (a <= 0) continue;
            const lit = clamp(0.55 - v * 0.5 - Math.abs(u) * 0.2 + e * 0.5);
            const m = smooth(0.1, -0.45, v + e * 0.7);
            const f = 0.8 + n.fbm(x * 0.11, y * 0.11, 3) * 0.5;
            const col = mix(stone, moss, m);
            const k = (0.25 + lit * 0.95) * f * (v > 0.1 ? 0.6 : 1);
            c.mixAt((y * c.w + x) * 3, [col[0] * k, col[1] * k, col[2] * k], a);
          }
      }
      await c.svg(
        blades(r, {
          count: 260,
          x: [-20, 330],
          base: (x) => 1075 - (330 - x) * 0.1,
          length: [60, 190],
          lean: 0.25,
          width: [1.5, 4],
          colours: ['#2d4a26', '#4f7a34', '#6f9a40', '#203a1f'],
        }) +
          blades(r, {
            count: 200,
            x: [1330, 1620],
            base: () => 1078,
            length: [60, 200],
            lean: -0.25,
            width: [1.5, 4],
            colours: ['#2d4a26', '#4f7a34', '#6f9a40', '#203a1f'],
          }),
      );
      c.bloom(30, 0.3, 0.8);
      c.finish({ seed: 4, contrast: 0.18 });
    },
  },
  {
    key: 'forest-5',
    alt: '雪后的针叶林缓坡，斜阳把树影拉得很长',
    caption: '林海雪后放晴，一排排树影铺在坡上。',
    focal: [0.5, 0.5],
    taken: '2024:02:03 16:32:00',
    async draw(c) {
      c.sky(
        [
          [0, '#5f8fc0'],
          [0.6, '#b7cbd9'],
          [1, '#f6dfc3'],
        ],
        0,
        0.42,
      );
      c.glow(0.86, 0.33, 0.4, '#ffd9a0', 0.7);
      ridge(c, {
        seed: 71,
        y: 0.36,
        amp: 0.12,
        scale: 3.4,
        rough: 0.75,
        colour: '#9eb0c6',
        foot: '#dfe0e2',
        depth: 0.22,
        lit: '#fff0dd',
        relief: 0.9,
        light: 1,
      });
      forested(c, {
        seed: 61,
        near: 70,
        far: 3600,
        horizon: 0.33,
        eye: 120,
        relief: 100,
        wave: 0.0026,
        slope: 0.03,
        dip: -75,
        base: (x, z) => Math.abs(x + 60 - Math.sin(z * 0.002) * 130) * 0.4,
        cell: 11,
        tall: 21,
        sharp: 2.4,
        density: 0.46,
        colours: ['#3f5a4e', '#2f4a44', '#4a6556'],
        ground: '#eef2f6',
        snow: 0.75,
        sun: { azimuth: 68, elevation: 15, colour: '#ffd9a8', strength: 1.75 },
        ambient: { colour: '#9db9e6', strength: 0.62 },
        haze: { colour: '#d3dae2', sunward: '#f6dcbc', distance: 2600 },
      });
      const r = rng(8);
      await c.svg(birds(r, { count: 7, x: 520, y: 190, spreadX: 90, spreadY: 30, size: [9, 16], colour: '#44505c' }));
      c.finish({ seed: 5 });
    },
  },
];
