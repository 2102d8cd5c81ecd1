/** Wheat: rows to the hills, ears against the light, fields from above, green waves before rain. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, mix, mixHex, type Rgb } from '../lib/colour.ts';
import { birds, bokeh, ridge } from '../lib/nature.ts';
import { clamp, hash2, lerp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { crowns, drawTerrain, fadeDetail, tree } from '../lib/terrain.ts';

/** A standing ear of wheat with awns, 0,0 at the foot of the ear, growing up by `s` pixels. */
export function ear(s: number, col: string, light: string, awn: string): string {
  let k = '';
  for (let i = 0; i < 9; i++) {
    const y = -i * s * 0.1;
    const w = s * 0.085 * (1 - i * 0.055);
    for (const d of [-1, 1]) {
      k += `<path d="M0 ${y}C${d * w * 1.7} ${y - s * 0.02} ${d * w * 1.9} ${y - s * 0.12} ${d * w * 0.7} ${y - s * 0.2}C${d * w * 0.2} ${y - s * 0.14} 0 ${y - s * 0.06} 0 ${y}Z" fill="${d < 0 ? light : col}"/><path d="M${d * w * 0.8} ${y - s * 0.18}L${d * w * (2.6 + i * 0.12)} ${y - s * (0.62 + i * 0.03)}" stroke="${awn}" stroke-width="${Math.max(0.7, s * 0.009)}" opacity=".85"/>`;
    }
  }
  return `${k}<path d="M0 ${-s * 0.86}L0 ${-s * 1.45}" stroke="${awn}" stroke-width="${Math.max(0.7, s * 0.009)}"/>`;
}

interface Field {
  seed: number;
  top: number;
  far: string;
  near: string;
  light: string;
  dark: string;
  vanish: number;
  wind?: number;
  rows?: number;
}
/** A field seen along its rows: stalk texture that grows towards the viewer. */
function field(c: Canvas, o: Field): void {
  const n = noise(o.seed);
  const far = hex(o.far);
  const near = hex(o.near);
  const light = hex(o.light);
  const dark = hex(o.dark);
  const y0 = o.top * c.h;
  c.each((x, y, i) => {
    const t = (y - y0 - n.at(x * 0.01, 1) * 3) / (c.h - y0);
    if (t < 0) return;
    const z = 1 / (0.03 + t);
    const u = (x - o.vanish * c.w) * z * 0.011;
    const stalk =
      n.fbm(u * 5, z * 2.4, 3) * 0.5 +
      n.at(u * 30, z * 5 + x * 0.001) * 0.38 * smooth(0.02, 0.3, t) +
      n.at(x * 0.22, y * 0.035) * 0.5 * smooth(0.12, 0.7, t);
    const wave = n.fbm(u * 0.35 + 3, z * 0.9 + (o.wind ?? 0), 3);
    const row = o.rows ? Math.cos(u * o.rows) : 0;
    const tram = o.rows ? smooth(0.86, 0.97, row) * 0.55 : 0;
    let col = mix(far, near, clamp(t * 1.1));
    const l = clamp(stalk * 0.85 + wave * 1.1 + 0.12, -1, 1);
    col = l > 0 ? mix(col, light, l * 0.85) : mix(col, dark, -l * 0.9);
    col = mix(col, dark, tram);
    c.mixAt(i, col, clamp(t * 160));
  });
}

export const wheat: Picture[] = [
  {
    key: 'wheat-1',
    alt: '金色麦田一垄垄伸向远山，天上有高积云',
    caption: '麦收前的川道，一垄一垄金黄一直铺到山脚。',
    focal: [0.5, 0.45],
    taken: '2024:06:14 17:30:00',
    async draw(c) {
      c.sky(
        [
          [0, '#3f7dbd'],
          [0.55, '#9fc6de'],
          [1, '#fbe8c2'],
        ],
        0,
        0.46,
      );
      c.clouds({
        seed: 5,
        y: 0.16,
        depth: 0.16,
        colour: '#ffffff',
        under: '#a9bccd',
        alpha: 0.95,
        scale: 3.6,
        stretch: 2.6,
        cover: 0.05,
      });
      c.glow(0.82, 0.4, 0.4, '#ffe4a6', 0.7);
      ridge(c, {
        seed: 7,
        y: 0.43,
        amp: 0.05,
        scale: 3,
        rough: 0.6,
        colour: '#8fa5b8',
        foot: '#d9d8c8',
        depth: 0.12,
        relief: 0.4,
        light: 1,
      });
      ridge(c, {
        seed: 11,
        y: 0.465,
        amp: 0.04,
        scale: 3,
        rough: 0.5,
        colour: '#6f8a78',
        foot: '#c9c79a',
        depth: 0.1,
        relief: 0.5,
        light: 1,
        lit: '#d6c88a',
      });
      field(c, {
        seed: 3,
        top: 0.485,
        far: '#e6c877',
        near: '#d19a35',
        light: '#ffe9a6',
        dark: '#8a5a1c',
        vanish: 0.56,
        rows: 2.6,
      });
      const r = rng(4);
      let s = '';
      for (let k = 0; k < 190; k++) {
        const t = (k / 190) ** 0.7;
        const x = r.range(-30, 1640);
        if (Math.abs(x - 900) < 170 * t + 20) continue;
        const y = 940 + t * 240;
        const L = 120 + t * 120;
        const lean = r.gauss() * 9 + 6;
        const col = r.pick(['#c98f2c', '#d9a440', '#b57a22', '#e6b855']);
        s += `<path d="M${x} ${y}q0 -${L * 0.6} ${lean} -${L}" stroke="${mixHex(col, '#6a4a1a', 0.3)}" stroke-width="2.6" fill="none"/><g transform="translate(${x + lean} ${y - L}) rotate(${(lean * 1.1).toFixed(0)})">${ear(60 + t * 34, col, mixHex(col, '#fff2c4', 0.5), '#f0d48a')}</g>`;
      }
      await c.svg(s);
      c.finish({ seed: 1, warm: 0.015 });
    },
  },
  {
    key: 'wheat-2',
    alt: '逆光下的麦穗特写，麦芒被夕阳照成金线',
    caption: '夕阳穿过麦芒，一粒粒饱满得看得清楚。',
    focal: [0.46, 0.45],
    taken: '2024:06:16 19:10:00',
    async draw(c) {
      c.sky([
        [0, '#7a4f2c'],
        [0.35, '#d8883c'],
        [0.62, '#f3c06a'],
        [1, '#8a5a22'],
      ]);
      c.glow(0.68, 0.34, 0.42, '#fff0b8', 0.95);
      bokeh(c, {
        seed: 3,
        count: 60,
        y: [0.4, 1],
        size: [20, 80],
        colours: ['#ffd680', '#f0b050', '#fff0b0'],
        alpha: [0.05, 0.2],
      });
      const r = rng(6);
      const rowOf = (count: number, size: number, y: number, dark: string): string => {
        let s = '';
        for (let k = 0; k < count; k++) {
          const x = ((k + r()) / count) * 1700 - 50;
          const lean = r.range(-26, 60);
          const top = y + r.range(-90, 90);
          const col = mixHex('#b9772a', dark, r.range(0, 0.5));
          s += `<path d="M${x - lean} 1100Q${x - lean * 0.3} ${top + 300} ${x} ${top}" stroke="${mixHex(col, '#4a3010', 0.4)}" stroke-width="${size * 0.035}" fill="none"/><g transform="translate(${x} ${top}) rotate(${(lean * 0.45).toFixed(0)})">${ear(size, col, '#f6cf7a', '#ffe9ac')}</g>`;
        }
        return s;
      };
      await c.svg(rowOf(34, 120, 720, '#8a5a22'), { blur: 9, opacity: 0.8 });
      await c.svg(rowOf(17, 190, 700, '#7a4a1a'), { blur: 3.2, opacity: 0.95 });
      await c.svg(rowOf(7, 300, 640, '#8f5a1e'));
      c.bloom(46, 0.4, 0.68);
      c.finish({ seed: 2, contrast: 0.2 });
    },
  },
  {
    key: 'wheat-3',
    alt: '俯瞰夏收麦田，收过与未收的地块拼成金色色块，田边有树',
    caption: '收割机走过的地方颜色变浅，田野像一块拼起来的布。',
    focal: [0.5, 0.55],
    taken: '2024:06:20 10:12:00',
    async draw(c) {
      c.sky(
        [
          [0, '#7fb0d6'],
          [1, '#e9ead8'],
        ],
        0,
        0.14,
      );
      const n = noise(22);
      const land = (x: number, z: number): number => n.fbm(x * 0.0022, z * 0.0022, 3) * 26 + z * 0.012;
      const cols = ['#e6bd58', '#d9a844', '#f0d083', '#c9a05a', '#e9c76a', '#b9b06a', '#dcc28c', '#8fa050'].map(hex);
      const parcel = (x: number, z: number): [number, number, number] => {
        const u = x * 0.94 + z * 0.34 + n.at(x * 0.002, z * 0.002) * 90;
        const v = -x * 0.34 + z * 0.94 + n.at(x * 0.002 + 8, z * 0.002) * 90;
        const a = Math.floor(u / 92);
        const b = Math.floor((v + a * 37) / 210);
        const eu = Math.min(u / 92 - a, 1 - (u / 92 - a)) * 92;
        const ev = (v + a * 37) / 210 - b;
        return [hash2(a, b, 7), Math.min(eu, Math.min(ev, 1 - ev) * 210), u];
      };
      const dens = (e: number, id: number): number => (e < 5 && id > 0.45 ? 0.5 : 0.006);
      drawTerrain(c, {
        height: (x, z) => {
          const [id, e] = parcel(x, z);
          return land(x, z) + (e > 2.5 ? (id > 0.5 ? 1.1 : 0.2) : 0) + crowns(x, z, 9, 9, dens(e, id), 1, 5);
        },
        albedo: (p, out) => {
          const [id, e, u] = parcel(p.x, p.z);
          crowns(p.x, p.z, 9, 9, dens(e, id), 1, 5);
          const f =
            n.fbm(p.x * 0.3, p.z * 0.3, 3) * 0.14 * fadeDetail(3, p.foot) + n.fbm(p.x * 0.02, p.z * 0.02, 3) * 0.14;
          if (tree.k > 0) {
            for (let k = 0; k < 3; k++) out[k] = ([0.3, 0.42, 0.18][k] as number) * (0.4 + 0.8 * tree.k + f * 2);
            return 0;
          }
          let a = cols[Math.floor(id * 7.99)] as Rgb;
          if (e < 2.5) a = [0.62, 0.58, 0.34];
          const stripe = Math.sin(u * (id > 0.5 ? 1.4 : 0.7)) * (id > 0.5 ? 0.05 : 0.1) * fadeDetail(2.5, p.foot);
          for (let k = 0; k < 3; k++) out[k] = (a[k] as number) * (1 + f + stripe);
          return 0;
        },
        eye: 240,
        horizon: 0.1,
        fov: 44,
        near: 100,
        far: 6000,
        sun: { azimuth: -70, elevation: 30, colour: '#fff0cc', strength: 2 },
        ambient: { colour: '#a9bfdc', strength: 0.65 },
        haze: { colour: '#d6dbd0', distance: 3800 },
      });
      const rr = (x: number, y: number, s: number): string =>
        `<g transform="translate(${x} ${y}) scale(${s})"><ellipse cx="10" cy="20" rx="58" ry="12" fill="#5a4418" opacity=".45"/><path d="M-42 -22H18L30 -6H46V12H-42Z" fill="#c23a28"/><path d="M-8 -44H20L30 -8H-8Z" fill="#3c4a52"/><path d="M-42 -22H-8V-10H-42Z" fill="#d9553f"/><path d="M46 2H70L74 16H44Z" fill="#8f2b20"/><circle cx="24" cy="14" r="13" fill="#22262a"/><circle cx="-28" cy="16" r="9" fill="#22262a"/><circle cx="24" cy="14" r="5" fill="#c9b26a"/></g>`;
      await c.svg(rr(640, 640, 0.62) + rr(1010, 520, 0.36));
      c.finish({ seed: 3 });
    },
  },
  {
    key: 'wheat-4',
    alt: '青麦在风里起伏，远处乌云压着山梁，一束光落下来',
    caption: '雨前的风吹过青麦，田里起了一层一层的浪。',
    focal: [0.55, 0.4],
    taken: '2024:05:11 16:44:00',
    async draw(c) {
      c.sky(
        [
          [0, '#4a5a68'],
          [0.5, '#7f929b'],
          [1, '#d6dcc8'],
        ],
        0,
        0.5,
      );
      c.clouds({
        seed: 15,
        y: 0.12,
        depth: 0.22,
        colour: '#a9b6bd',
        under: '#3a4753',
        alpha: 1,
        scale: 2.4,
        stretch: 2.6,
        cover: 0.35,
      });
      const n = noise(7);
      c.each((x, y, i) => {
        const d = (x - 980 - (y - 300) * 0.35) / (110 + (y - 100) * 0.2);
        const a =
          Math.exp(-d * d) * smooth(150, 300, y) * smooth(560, 380, y) * (0.25 + 0.1 * n.at(x * 0.01, y * 0.004));
        if (a > 0.004) c.addAt(i, [1, 0.95, 0.75], a);
      });
      ridge(c, {
        seed: 17,
        y: 0.45,
        amp: 0.06,
        scale: 3,
        rough: 0.6,
        colour: '#566a70',
        foot: '#a9b7a4',
        depth: 0.14,
        relief: 0.4,
      });
      ridge(c, {
        seed: 19,
        y: 0.49,
        amp: 0.04,
        scale: 3,
        rough: 0.4,
        colour: '#4a6450',
        foot: '#8fa878',
        depth: 0.1,
        relief: 0.5,
        lit: '#c3cf8a',
      });
      field(c, {
        seed: 13,
        top: 0.505,
        far: '#9fbf6a',
        near: '#3f7a3c',
        light: '#cfe394',
        dark: '#1f4a28',
        vanish: 0.4,
        wind: 4,
      });
      c.glow(0.66, 0.56, 0.22, '#e9f0a8', 0.35, 0.4);
      const r = rng(14);
      let s = '';
      for (let k = 0; k < 230; k++) {
        const t = (k / 230) ** 0.7;
        const x = r.range(-60, 1640);
        const y = 960 + t * 220;
        const L = 110 + t * 120;
        const lean = r.range(26, 64);
        const col = r.pick(['#5f9a48', '#78ad56', '#4a8540', '#8fbd66']);
        s += `<path d="M${x} ${y}q6 -${L * 0.7} ${lean} -${L}" stroke="${mixHex(col, '#1f3f1c', 0.35)}" stroke-width="2.6" fill="none"/><path d="M${x} ${y - L * 0.2}q20 -40 60 -${lerp(30, 60, t)}q-30 30 -60 ${lerp(50, 76, t)}z" fill="${mixHex(col, '#1f3f1c', 0.2)}"/><g transform="translate(${x + lean} ${y - L}) rotate(${(lean * 0.62).toFixed(0)})">${ear(54 + t * 30, col, mixHex(col, '#f0ffc0', 0.4), '#cfe3a0')}</g>`;
      }
      await c.svg(
        s + birds(r, { count: 5, x: 420, y: 330, spreadX: 80, spreadY: 24, size: [10, 17], colour: '#2a343c' }),
      );
      c.finish({ seed: 4, contrast: 0.16 });
    },
  },
];
