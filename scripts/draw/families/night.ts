/** Lights after dark: the city by the river, lantern streets, and rain in its several moods. */
import { mix, mixHex, type Rgb } from '../lib/colour.ts';
import { bokeh, ridge, stars } from '../lib/nature.ts';
import { clamp, hash2, lerp, noise, type Rng, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { drawTerrain } from '../lib/terrain.ts';
import { range } from './mist.ts';
import { roof } from './oldstreet.ts';

/** Blocks with lit windows standing on a line. */
export function skyline(
  r: Rng,
  o: {
    base: number;
    count: number;
    width: [number, number];
    height: [number, number];
    body: string[];
    window: string[];
    lit: number;
    x?: [number, number];
    cell?: number;
    envelope?: (x: number) => number;
  },
): string {
  let s = '';
  const [x0, x1] = o.x ?? [-40, 1640];
  for (let k = 0; k < o.count; k++) {
    const x = x0 + ((k + r()) / o.count) * (x1 - x0);
    const w = r.range(o.width[0], o.width[1]);
    const h = r.range(o.height[0], o.height[1]) * (o.envelope ? o.envelope(x) : 1);
    const y = o.base - h;
    s += `<path d="M${x.toFixed(0)} ${o.base}V${y.toFixed(0)}h${w.toFixed(0)}V${o.base}Z" fill="${r.pick(o.body)}"/>`;
    const top = r();
    if (top < 0.3)
      s += `<path d="M${x + w * 0.3} ${y}v-${w * 0.16}h${w * 0.4}v${w * 0.16}z" fill="${r.pick(o.body)}"/>`;
    else if (top < 0.42)
      s += `<path d="M${x + w * 0.5} ${y}v-${w * 0.6}" stroke="#566" stroke-width="2"/><circle cx="${x + w * 0.5}" cy="${y - w * 0.6}" r="2.4" fill="#ff5a48"/>`;
    else if (top < 0.55) s += `<path d="M${x} ${y}h${w}" stroke="${r.pick(o.window)}" stroke-width="3"/>`;
    const cell = o.cell ?? 9;
    const cols = Math.floor((w - 8) / cell);
    for (let j = 0; j < (h - 10) / (cell * 1.25); j++)
      for (let i = 0; i < cols; i++)
        if (r() < o.lit)
          s += `<rect x="${(x + 5 + i * cell).toFixed(1)}" y="${(y + 7 + j * cell * 1.25).toFixed(1)}" width="${(cell * 0.52).toFixed(1)}" height="${(cell * 0.62).toFixed(1)}" fill="${r.pick(o.window)}" opacity="${r.range(0.55, 1).toFixed(2)}"/>`;
  }
  return s;
}

/** A red lantern with ribs and tassel; radius in pixels. */
export function lantern(x: number, y: number, R: number, sway = 0): string {
  let ribs = '';
  for (let k = -3; k <= 3; k++)
    ribs += `<path d="M${k * R * 0.1} ${-R * 0.8}Q${k * R * 0.42} 0 ${k * R * 0.1} ${R * 0.8}" stroke="#8f1812" stroke-opacity=".55" stroke-width="${Math.max(0.8, R * 0.025)}" fill="none"/>`;
  let tassel = '';
  for (let k = -3; k <= 3; k++)
    tassel += `<path d="M${k * R * 0.035} ${R * 1.02}Q${k * R * 0.05 - sway} ${R * 1.4} ${k * R * 0.07 - sway * 2} ${R * 1.72}" stroke="#e0402c" stroke-width="${Math.max(0.8, R * 0.035)}" fill="none"/>`;
  return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${sway})"><path d="M0 ${-R * 1.5}V${-R * 0.9}" stroke="#3a2018" stroke-width="${Math.max(1, R * 0.04)}"/>${tassel}<ellipse rx="${R * 1.06}" ry="${R * 0.86}" fill="url(#lan)"/>${ribs}<ellipse rx="${R * 0.6}" ry="${R * 0.55}" fill="url(#core)"/><rect x="${-R * 0.4}" y="${-R * 0.98}" width="${R * 0.8}" height="${R * 0.17}" rx="${R * 0.04}" fill="#e6b04a"/><rect x="${-R * 0.4}" y="${R * 0.81}" width="${R * 0.8}" height="${R * 0.17}" rx="${R * 0.04}" fill="#e6b04a"/></g>`;
}
export const lanternDefs =
  '<radialGradient id="lan" cx="50%" cy="52%" r="55%"><stop offset="0" stop-color="#ffb066"/><stop offset=".45" stop-color="#f0442c"/><stop offset="1" stop-color="#a31714"/></radialGradient><radialGradient id="core"><stop offset="0" stop-color="#fff0b8" stop-opacity=".95"/><stop offset="1" stop-color="#ff9a4a" stop-opacity="0"/></radialGradient>';

/** Walking people as simple silhouettes; `umbrella` colour optional. */
export function walker(
  x: number,
  y: number,
  h: number,
  coat: string,
  o: { umbrella?: string; flip?: boolean; alpha?: number; child?: boolean } = {},
): string {
  const k = h / 100;
  return `<g transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${(o.flip ? -k : k).toFixed(3)} ${k.toFixed(3)})" opacity="${o.alpha ?? 1}"><path d="M-11 -38L-14 0H-5L-1 -32L5 0H13L9 -40Z" fill="#15161c"/><path d="M-15 -38C-17 -66 -12 -78 0 -80C12 -78 16 -64 14 -38Z" fill="${coat}"/><circle cy="-89" r="8.6" fill="#241c1a"/>${o.umbrella ? `<path d="M7 -62V-112" stroke="#222" stroke-width="2"/><path d="M-42 -98C-36 -128 44 -128 52 -98C40 -104 30 -104 20 -98C10 -104 -4 -104 -12 -98C-22 -104 -32 -104 -42 -98Z" fill="${o.umbrella}"/><path d="M-12 -98C-6 -116 0 -121 5 -121C11 -121 17 -114 20 -98C10 -104 -4 -104 -12 -98Z" fill="#fff" opacity=".2"/>` : ''}</g>`;
}

export const citynight: Picture[] = [
  {
    key: 'citynight-1',
    alt: '蓝调时刻的河岸城市，楼群灯火倒映在水面上',
    caption: '傍晚七点，沿河的灯一齐亮了，水里又亮了一遍。',
    focal: [0.5, 0.5],
    taken: '2024:09:28 19:22:00',
    async draw(c) {
      c.sky(
        [
          [0, '#122150'],
          [0.35, '#3a4f8a'],
          [0.5, '#9a7f9c'],
          [0.58, '#f0ae86'],
        ],
        0,
        1,
      );
      c.clouds({
        seed: 105,
        y: 0.24,
        depth: 0.12,
        colour: '#e0a09a',
        under: '#35437a',
        alpha: 0.6,
        scale: 3,
        stretch: 6,
      });
      range(c, {
        seed: 63,
        count: 3,
        top: 0.43,
        bottom: 0.54,
        far: '#7a7498',
        near: '#2c3158',
        air: '#c9979a',
        lit: '#ffb994',
        amp: [0.07, 0.06],
        rough: 0.55,
        veil: 0.2,
      });
      const r = rng(4);
      const win = ['#ffd890', '#ffc46a', '#fff0cc', '#bfe0ff'];
      const env = (x: number): number => 0.5 + 0.8 * Math.exp(-(((x - 900) / 420) ** 2));
      await c.svg(
        skyline(r, {
          base: 622,
          count: 34,
          width: [26, 54],
          height: [50, 160],
          body: ['#2b3260', '#333a68', '#262c56'],
          window: win,
          lit: 0.32,
          cell: 6,
          envelope: env,
        }),
      );
      await c.svg(
        skyline(r, {
          base: 634,
          count: 26,
          width: [34, 70],
          height: [60, 200],
          body: ['#1d2348', '#232a52', '#191f40'],
          window: win,
          lit: 0.42,
          cell: 8,
          envelope: env,
        }),
      );
      let s = '<path d="M-10 630H1610V650H-10Z" fill="#12162e"/>';
      for (let x = 0; x < 1600; x += 26) s += `<circle cx="${x}" cy="634" r="2.6" fill="#ffe2a4"/>`;
      for (let k = 0; k < 60; k++)
        s += `<ellipse cx="${r.range(0, 1600)}" cy="${628 + r.range(-4, 4)}" rx="${r.range(8, 22)}" ry="${r.range(6, 12)}" fill="#1a2a34"/>`;
      await c.svg(s);
      c.bloom(14, 0.5, 0.6);
      c.reflect({ line: 0.61, seed: 104, tint: '#17204a', tintAmount: 0.1, ripple: 1.1, depthTint: 0.35 });
      c.bloom(22, 0.3, 0.75);
      c.finish({ seed: 1, vignette: 0.2 });
    },
  },
  {
    key: 'citynight-2',
    alt: '夜晚街头虚焦的彩色光斑，前景路面湿亮',
    caption: '雨后的街口，车灯和招牌都化成了圆。',
    focal: [0.5, 0.45],
    taken: '2024:07:14 21:08:00',
    async draw(c) {
      c.sky([
        [0, '#0d1326'],
        [0.5, '#222a4a'],
        [0.62, '#4a3a4c'],
        [1, '#14141f'],
      ]);
      c.glow(0.5, 0.55, 0.45, '#d98a5a', 0.4, 0.5);
      bokeh(c, {
        seed: 13,
        count: 130,
        y: [0.18, 0.6],
        size: [16, 60],
        colours: ['#ff9a2a', '#ff6a1a', '#ffc860', '#ff3a20', '#10b0a0', '#3a78ff', '#ff3a7a'],
        alpha: [0.15, 0.6],
      });
      bokeh(c, {
        seed: 15,
        count: 60,
        y: [0.5, 0.6],
        size: [10, 26],
        colours: ['#fff0c8', '#ff4a3a'],
        alpha: [0.3, 0.8],
      });
      c.reflect({ line: 0.61, seed: 21, tint: '#12131e', tintAmount: 0.3, ripple: 2.4, depthTint: 0.3 });
      await c.svg(
        walker(520, 860, 330, '#1c2230', { umbrella: '#22283c' }) +
          walker(690, 850, 310, '#2a1c26', { umbrella: '#8f2a2a', flip: true }),
        { blur: 2 },
      );
      await c.svg(`<path d="M440 870h180l60 190h-320zM620 862h150l70 180h-240z" fill="#06070c" opacity=".4"/>`, {
        blur: 18,
      });
      c.bloom(30, 0.4, 0.7);
      c.finish({ seed: 2, vignette: 0.26 });
    },
  },
  {
    key: 'citynight-3',
    alt: '夜间俯瞰城区，街道车灯连成金红两色的光带',
    caption: '从南山往下看，街道像一条条发光的河。',
    focal: [0.5, 0.55],
    taken: '2024:10:01 20:40:00',
    draw(c) {
      c.sky(
        [
          [0, '#0a1026'],
          [0.7, '#1f2a4c'],
          [1, '#5a4a5c'],
        ],
        0,
        0.3,
      );
      stars(c, { seed: 23, count: 200, below: () => 240 });
      const n = noise(71);
      const street = (x: number, z: number): [number, number, number, number] => {
        const u = x + n.at(z * 0.0012, 3) * 190 + 40;
        const v = z + n.at(x * 0.0015, 9) * 120;
        const bx = 96;
        const bz = 128;
        const iu = Math.round(u / bx);
        const iv = Math.round(v / bz);
        return [u - iu * bx, v - iv * bz, iu, iv];
      };
      const height = (x: number, z: number): number => {
        const [du, dv] = street(x, z);
        if (Math.abs(du) < 10 || Math.abs(dv) < 10) return 0;
        const cx = Math.floor((x + 2000) / 24);
        const cz = Math.floor(z / 27);
        const id = hash2(cx, cz, 4);
        const fx = ((x + 2000) / 24) % 1;
        const fz = (z / 27) % 1;
        if (fx < 0.14 || fz < 0.14) return 1;
        const mid = Math.exp(-(((x - 60) / 420) ** 2) - ((z - 1300) / 800) ** 2);
        return (
          4 +
          id * 7 +
          (id > 0.8 ? id * 46 * mid : 0) +
          smooth(2600, 4600, z) * 260 * n.ridged(x * 0.0007, z * 0.0007, 4)
        );
      };
      drawTerrain(c, {
        height: (x, z) => height(x, z) * (z > 2700 ? smooth(3200, 2700, z) + smooth(2700, 4000, z) : 1),
        albedo: (p, out) => {
          const [du, dv, iu, iv] = street(p.x, p.z);
          const onU = Math.abs(du) < 8;
          const onV = Math.abs(dv) < 8;
          const far = smooth(3200, 2500, p.z);
          out[0] = 0.14;
          out[1] = 0.16;
          out[2] = 0.24;
          let e = 0;
          let warm: Rgb = [1, 0.72, 0.36];
          if ((onU || onV) && p.h < 2) {
            const main = onU ? iu % 3 === 0 : iv % 2 === 0;
            const along = onU ? p.z : p.x;
            const lane = onU ? du : dv;
            e = main ? 1 : 0.72;
            warm = main
              ? lane > 0.6
                ? [1, 0.86, 0.6]
                : lane < -0.6
                  ? [1, 0.3, 0.16]
                  : [1, 0.66, 0.3]
              : [1, 0.68, 0.34];
            e *= 0.72 + 0.28 * Math.sin(along * 0.24 + iu * 7 + iv * 3);
          } else if (p.h > 4 && p.ny < 0.7) {
            const cell = hash2(Math.floor((p.x + p.z) / 3.2), Math.floor(p.h / 3.3), 6);
            if (cell < 0.5) {
              e = 0.85 * (0.5 + cell);
              warm = cell < 0.06 ? [0.7, 0.88, 1] : [1, 0.82, 0.52];
            }
          } else if (p.h > 4 && hash2(Math.floor(p.x / 24), Math.floor(p.z / 27), 9) < 0.14) {
            e = 0.35;
            warm = [0.9, 0.4, 0.4];
          }
          e *= far;
          for (let k = 0; k < 3; k++) out[k] = lerp(out[k] as number, warm[k] as number, e);
          if (e > 0.05) {
            // water flag: read as "own light" by the sky function below
            for (let k = 0; k < 3; k++) out[k] = (warm[k] as number) * e + 0.04;
            return 1;
          }
          return 0;
        },
        sky: () => [1, 1, 1],
        eye: 520,
        horizon: 0.16,
        fov: 46,
        near: 250,
        far: 9000,
        sun: { azimuth: -40, elevation: 40, colour: '#8fa5e0', strength: 0.8 },
        ambient: { colour: '#7f84c0', strength: 1.1 },
        haze: { colour: '#4a4560', distance: 5200 },
        shadowReach: 60,
      });
      c.bloom(14, 1.5, 0.42);
      c.bloom(60, 0.9, 0.5);
      c.finish({ seed: 3, vignette: 0.24 });
    },
  },
  {
    key: 'citynight-4',
    alt: '夜色中跨河拱桥亮着彩灯，长曝光的水面光滑如绸',
    caption: '桥拱的灯带落进水里，合成一个完整的圆。',
    focal: [0.5, 0.5],
    taken: '2024:10:05 20:15:00',
    async draw(c) {
      c.sky(
        [
          [0, '#0b1230'],
          [0.45, '#24315c'],
          [0.6, '#5f4f74'],
        ],
        0,
        1,
      );
      stars(c, { seed: 33, count: 240, below: () => 400 });
      ridge(c, {
        seed: 91,
        y: 0.5,
        amp: 0.09,
        scale: 3,
        rough: 0.6,
        colour: '#1f2848',
        foot: '#3a3a5c',
        depth: 0.2,
        relief: 0.2,
      });
      const r = rng(6);
      await c.svg(
        skyline(r, {
          base: 632,
          count: 30,
          width: [34, 74],
          height: [30, 120],
          body: ['#181d3a', '#1d2342', '#141932'],
          window: ['#ffd890', '#ffc46a', '#fff0cc', '#9fd0ff'],
          lit: 0.3,
          cell: 7,
        }),
      );
      let s = '<path d="M-10 620H1610V640H-10Z" fill="#10142a"/>';
      const arch = (x: number, w: number, h: number, col: string): string => {
        let q = '';
        for (let k = 1; k < 22; k++) {
          const t = k / 22;
          const y = 612 - h * 4 * t * (1 - t);
          q += `<path d="M${x - w / 2 + w * t} ${y}V612" stroke="#dfe6ff" stroke-opacity=".5" stroke-width="1.4"/>`;
        }
        return `${q}<path d="M${x - w / 2} 616Q${x} ${616 - h * 2} ${x + w / 2} 616" fill="none" stroke="${col}" stroke-width="13"/><path d="M${x - w / 2} 616Q${x} ${616 - h * 2} ${x + w / 2} 616" fill="none" stroke="#fff6e0" stroke-width="4"/>`;
      };
      s += arch(800, 720, 210, '#ff9a4a') + arch(250, 380, 100, '#4ad0c4') + arch(1350, 380, 100, '#4ad0c4');
      s +=
        '<path d="M-10 606H1610V622H-10Z" fill="#2a2f52"/><path d="M-10 606H1610" stroke="#ffdca0" stroke-width="4"/>';
      for (const x of [60, 440, 1160, 1540])
        s += `<path d="M${x - 20} 622H${x + 20}L${x + 26} 668H${x - 26}Z" fill="#232846"/>`;
      for (let x = 20; x < 1600; x += 40) s += `<circle cx="${x}" cy="598" r="3" fill="#fff0c8"/>`;
      await c.svg(s);
      c.bloom(18, 0.7, 0.6);
      c.reflect({ line: 0.622, seed: 114, tint: '#131a3c', tintAmount: 0.12, ripple: 0.7, depthTint: 0.35 });
      c.bloom(26, 0.3, 0.75);
      c.finish({ seed: 4, vignette: 0.22 });
    },
  },
  {
    key: 'citynight-5',
    alt: '圆月升到老城楼阁的飞檐旁，远处是新城灯火',
    caption: '月亮停在飞檐边上，老城和新城同在一幅画里。',
    focal: [0.35, 0.4],
    taken: '2024:09:17 20:02:00',
    async draw(c) {
      c.sky(
        [
          [0, '#101a3c'],
          [0.5, '#3a4878'],
          [0.75, '#8f7a92'],
          [0.88, '#d9a58c'],
        ],
        0,
        1,
      );
      c.glow(0.6, 0.3, 0.3, '#f0e2c4', 0.45);
      c.disc(0.6, 0.3, 0.055, '#fbf1d4', 1, 2);
      const n = noise(5);
      c.each((x, y, i) => {
        const d = Math.hypot(x - 960, y - 320);
        if (d < 88) c.mixAt(i, [0.82, 0.78, 0.68], smooth(0.05, 0.4, n.fbm(x * 0.02, y * 0.02, 4)) * 0.4);
      });
      c.clouds({
        seed: 115,
        y: 0.4,
        depth: 0.07,
        colour: '#c9a9b0',
        under: '#39467a',
        alpha: 0.5,
        scale: 3,
        stretch: 7,
      });
      range(c, {
        seed: 93,
        count: 2,
        top: 0.68,
        bottom: 0.74,
        far: '#6f6a8c',
        near: '#3a3d66',
        air: '#c49a92',
        lit: '#fff',
        amp: [0.06, 0.05],
        rough: 0.5,
        relief: 0.2,
      });
      const r = rng(8);
      await c.svg(
        skyline(r, {
          base: 900,
          count: 40,
          width: [24, 50],
          height: [40, 130],
          body: ['#262c54', '#2d3460', '#20264a'],
          window: ['#ffd890', '#ffc46a', '#fff0cc'],
          lit: 0.4,
          cell: 6,
        }),
      );
      // pavilion tower at the left
      let s = '';
      const tier = (cx: number, y: number, w: number, h: number): void => {
        s += `<path d="M${cx - w * 0.36} ${y}H${cx + w * 0.36}V${y + h}H${cx - w * 0.36}Z" fill="#3a1f1e"/>`;
        for (let k = -3; k <= 2; k++)
          s += `<rect x="${cx + (k + 0.16) * w * 0.115}" y="${y + h * 0.22}" width="${w * 0.08}" height="${h * 0.66}" fill="#ffb55c"/><path d="M${cx + (k + 0.16) * w * 0.115 + w * 0.027} ${y + h * 0.22}v${h * 0.66}m${w * 0.027} 0v${-h * 0.66}M${cx + (k + 0.16) * w * 0.115} ${y + h * 0.5}h${w * 0.08}" stroke="#54261a" stroke-width="2"/>`;
        s += `<path d="M${cx - w * 0.62} ${y + 16}C${cx - w * 0.5} ${y + 8} ${cx - w * 0.4} ${y - h * 0.2} ${cx - w * 0.3} ${y - h * 0.5}H${cx + w * 0.3}C${cx + w * 0.4} ${y - h * 0.2} ${cx + w * 0.5} ${y + 8} ${cx + w * 0.62} ${y + 16}C${cx + w * 0.5} ${y + 20} ${cx + w * 0.4} ${y + 16} ${cx + w * 0.36} ${y + 12}H${cx - w * 0.36}C${cx - w * 0.4} ${y + 16} ${cx - w * 0.5} ${y + 20} ${cx - w * 0.62} ${y + 16}Z" fill="#141830"/><path d="M${cx - w * 0.62} ${y + 16}C${cx - w * 0.5} ${y + 20} ${cx - w * 0.4} ${y + 16} ${cx - w * 0.36} ${y + 12}H${cx + w * 0.36}C${cx + w * 0.4} ${y + 16} ${cx + w * 0.5} ${y + 20} ${cx + w * 0.62} ${y + 16}" fill="none" stroke="#ffb860" stroke-width="4"/>`;
        for (let k = -9; k <= 9; k++)
          s += `<path d="M${cx + k * w * 0.031} ${y - h * 0.5}Q${cx + k * w * 0.037} ${y - h * 0.2} ${cx + k * w * 0.05} ${y + 10}" stroke="#2c3258" stroke-width="2.4" fill="none"/>`;
      };
      tier(430, 690, 560, 150);
      tier(430, 500, 450, 120);
      tier(430, 350, 350, 100);
      s +=
        '<path d="M430 300L418 268Q430 236 442 268Z" fill="#e0a84a"/><path d="M210 840H650V1067H210Z" fill="#2b2030"/><path d="M150 840H710V862H150Z" fill="#453044"/>';
      await c.svg(s);
      await c.svg('<path d="M-10 985H1610V1067H-10Z" fill="#1c2038"/>');
      for (let k = 0; k < 4; k++)
        roof(c, {
          x0: -80 + k * 470,
          x1: 430 + k * 470,
          ridgeY: 900 + (k % 2) * 20,
          eaveY: 1010 + (k % 2) * 20,
          pitch: 26,
          seed: k + 3,
          tile: '#3d4666',
          light: 0.8,
          curl: 18,
        });
      for (const [x, y] of [
        [430, 610],
        [430, 430],
        [430, 760],
      ] as const)
        c.glow(x / 1600, y / 1067, 0.12, '#ff9d4a', 0.22);
      c.bloom(20, 0.55, 0.68);
      c.finish({ seed: 5, vignette: 0.2 });
    },
  },
];

export const lanterns: Picture[] = [
  {
    key: 'lantern-1',
    alt: '老街上空一串串红灯笼由近及远，灯下人影往来',
    caption: '灯会第一晚，红灯笼从街口一直挂到街尾。',
    focal: [0.5, 0.5],
    taken: '2024:02:24 19:48:00',
    async draw(c) {
      c.sky([
        [0, '#0f1638'],
        [0.5, '#2a2b58'],
        [0.62, '#7a4452'],
        [1, '#2a1a20'],
      ]);
      c.glow(0.5, 0.6, 0.4, '#ff9a52', 0.75, 0.7);
      const VX = 800;
      const VY = 610;
      let s = '';
      const P = (X: number, Y: number, Z: number): string =>
        `${(VX + (X * 700) / Z).toFixed(1)} ${(VY + (Y * 700) / Z).toFixed(1)}`;
      s += `<path d="M${P(-1.25, 0.62, 0.6)}L${P(-1.25, 0.62, 14)}L${P(1.25, 0.62, 14)}L${P(1.25, 0.62, 0.6)}Z" fill="#3a2428"/>`;
      for (const d of [-1, 1]) {
        for (let b = 11; b >= 0; b--) {
          const z0 = 0.72 + b * 0.62;
          const z1 = z0 + 0.6;
          const hgt = 0.62 + hash2(b, d + 2) * 0.34;
          s += `<path d="M${P(1.2 * d, 0.62, z0)}L${P(1.2 * d, -hgt, z0)}L${P(1.2 * d, -hgt, z1)}L${P(1.2 * d, 0.62, z1)}Z" fill="${mixHex('#4a2a26', '#a85f40', b / 12)}"/>`;
          for (let q = 0; q < 3; q++) {
            const a = z0 + 0.08 + q * 0.18;
            s += `<path d="M${P(1.2 * d, 0.42, a)}L${P(1.2 * d, -0.02, a)}L${P(1.2 * d, -0.02, a + 0.12)}L${P(1.2 * d, 0.42, a + 0.12)}Z" fill="${hash2(b, q, d + 5) < 0.8 ? '#ffb65e' : '#5a3026'}"/><path d="M${P(1.2 * d, -hgt + 0.26, a)}L${P(1.2 * d, -hgt + 0.1, a)}L${P(1.2 * d, -hgt + 0.1, a + 0.12)}L${P(1.2 * d, -hgt + 0.26, a + 0.12)}Z" fill="${hash2(b, q, d + 9) < 0.6 ? '#ffcf84' : '#3a2020'}"/>`;
          }
          s += `<path d="M${P(1.32 * d, -hgt - 0.3, z0 - 0.04)}L${P(0.98 * d, -hgt + 0.02, z0 - 0.04)}L${P(0.98 * d, -hgt + 0.02, z1)}L${P(1.32 * d, -hgt - 0.3, z1)}Z" fill="${mixHex('#171a30', '#5a3a48', b / 12)}"/><path d="M${P(0.98 * d, -hgt + 0.02, z0 - 0.04)}L${P(0.98 * d, -hgt + 0.02, z1)}" stroke="#ffb860" stroke-width="${(3.4 / z0).toFixed(1)}"/><path d="M${P(1.0 * d, 0.05, z0)}L${P(1.0 * d, -0.02, z1)}L${P(1.2 * d, -0.1, z1)}L${P(1.2 * d, -0.1, z0)}Z" fill="#7a2a20"/>`;
        }
      }
      await c.svg(s);
      const n = noise(5);
      c.each((x, y, i) => {
        if (y < 660) return;
        const t = (y - 640) / 427;
        const z = 1 / (t + 0.02);
        const u = ((x - VX) * z) / 300;
        const row = Math.floor(z * 6);
        const k = 0.85 + hash2(Math.floor(u * 3 + (row % 2) * 0.5), row, 2) * 0.3 + n.fbm(u * 6, z * 9, 3) * 0.25;
        const glow = Math.exp(-(((x - VX) / (120 + t * 520)) ** 2)) * (0.55 - t * 0.28);
        const px = c.px;
        if (Math.abs(u) < 2.9)
          for (let m = 0; m < 3; m++) px[i + m] = (px[i + m] as number) * k + ([1, 0.55, 0.25][m] as number) * glow * k;
      });
      const r = rng(14);
      let people = '';
      const crowd = Array.from({ length: 46 }, () => r.range(1.1, 9) ** 1).sort((a, b) => b - a);
      for (const Z of crowd) {
        const X = r.gauss() * 0.55;
        const h = (0.36 * 700) / Z;
        people += walker(
          VX + (X * 700) / Z,
          VY + (0.62 * 700) / Z,
          h,
          mixHex(r.pick(['#a33a30', '#2c3a5a', '#3a2c34', '#6a5a4a', '#b0823a']), '#1a1018', 0.45),
          { flip: r() < 0.5 },
        );
      }
      await c.svg(people);
      let lan = '';
      for (let Z = 9; Z > 0.8; Z *= 0.86) {
        const sag = (X: number): number => -0.62 + 0.18 * (1 - X * X) - 0.12;
        let wire = '';
        for (let X = -1; X <= 1.001; X += 0.1) wire += `${X === -1 ? 'M' : 'L'}${P(X, sag(X) - 0.1, Z)}`;
        lan += `<path d="${wire}" fill="none" stroke="#2a1a1e" stroke-width="${Math.max(0.8, 2.4 / Z)}"/>`;
        for (let X = -0.84; X <= 0.85; X += 0.28) {
          const R = (0.085 * 700) / Z;
          lan += lantern(VX + (X * 700) / Z, VY + (sag(X) * 700) / Z + R * 0.5, R, r.range(-5, 5));
        }
      }
      await c.svg(lan, { defs: lanternDefs });
      c.bloom(26, 0.6, 0.62);
      c.finish({ seed: 1, vignette: 0.24 });
    },
  },
  {
    key: 'lantern-2',
    w: 1200,
    h: 1600,
    alt: '竖幅：一盏大红灯笼近景，身后成串灯笼虚化成光',
    caption: '灯笼骨架是竹的，蒙上红绸，点亮时纹理都透出来。',
    focal: [0.46, 0.42],
    taken: '2024:02:24 20:10:00',
    async draw(c) {
      c.sky([
        [0, '#10122c'],
        [0.6, '#3a1f34'],
        [1, '#160e1c'],
      ]);
      c.glow(0.7, 0.7, 0.5, '#a8392c', 0.5);
      const r = rng(4);
      let s = '';
      for (let k = 0; k < 24; k++) s += lantern(r.range(0, 1200), r.range(100, 1500), r.range(30, 70), r.range(-8, 8));
      await c.svg(s, { defs: lanternDefs, blur: 16 });
      bokeh(c, {
        seed: 23,
        count: 50,
        y: [0, 1],
        size: [18, 56],
        colours: ['#ffb259', '#ff6a3a', '#ffe2a0'],
        alpha: [0.1, 0.4],
      });
      await c.svg(lantern(950, 1120, 130, 5) + lantern(180, 1180, 110, -6), { defs: lanternDefs, blur: 4 });
      await c.svg(lantern(550, 640, 330, -3), { defs: lanternDefs });
      const n = noise(8);
      c.each((x, y, i) => {
        const u = (x - 550) / 350;
        const v = (y - 640) / 284;
        if (u * u + v * v > 1) return;
        const weave =
          n.at(x * 0.5, y * 0.05) * 0.02 + n.at(x * 0.05, y * 0.5) * 0.02 + n.fbm(x * 0.01, y * 0.01, 3) * 0.05;
        c.addAt(i, [1, 0.6, 0.4], weave);
      });
      c.bloom(50, 0.5, 0.62);
      c.finish({ seed: 2, vignette: 0.26 });
    },
  },
  {
    key: 'lantern-3',
    alt: '夜晚河面漂着许多莲花灯，烛光倒影连成一片',
    caption: '一盏盏河灯顺水漂远，像星星落进了河里。',
    focal: [0.5, 0.65],
    taken: '2024:08:10 20:40:00',
    async draw(c) {
      c.sky(
        [
          [0, '#0c1430'],
          [0.35, '#26345f'],
          [0.5, '#5a5878'],
        ],
        0,
        1,
      );
      stars(c, { seed: 43, count: 260, below: () => 380 });
      range(c, {
        seed: 95,
        count: 3,
        top: 0.38,
        bottom: 0.44,
        far: '#4a5278',
        near: '#171f3c',
        air: '#5f6182',
        lit: '#aab',
        amp: [0.06, 0.05],
        rough: 0.5,
        relief: 0.2,
        veil: 0.3,
      });
      c.reflect({ line: 0.455, seed: 124, tint: '#101a38', tintAmount: 0.2, ripple: 0.7, depthTint: 0.4 });
      const r = rng(12);
      const list = Array.from({ length: 95 }, () => {
        const t = r() ** 1.35;
        return [t, r.range(-0.1, 1.1)] as const;
      }).sort((a, b) => a[0] - b[0]);
      const lot = (x: number, y: number, k: number): string => {
        let p = '';
        for (const [d, h, col] of [
          [-46, -16, '#d9587a'],
          [46, -16, '#d9587a'],
          [-30, -32, '#ec7f98'],
          [30, -32, '#ec7f98'],
          [-14, -42, '#f6a3b4'],
          [14, -42, '#f6a3b4'],
        ] as const)
          p += `<path d="M0 8Q${d * 1.1} 6 ${d} ${h}Q${d * 0.3} ${h * 0.6} 0 8Z" fill="${col}"/>`;
        return `<g transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${k.toFixed(3)})"><ellipse cy="12" rx="56" ry="10" fill="#0a1020" opacity=".5"/>${p}<path d="M0 8Q-26 -4 -18 -30Q-6 -22 0 8ZM0 8Q26 -4 18 -30Q6 -22 0 8Z" fill="#ffc2bc"/><path d="M0 -8Q-9 -20 0 -40Q9 -20 0 -8Z" fill="#fff2b8"/><g transform="translate(0 22) scale(1 -.7)" opacity=".32"><path d="M0 -4Q-44 -2 -44 -20Q-14 -44 0 -44Q14 -44 44 -20Q44 -2 0 -4Z" fill="#ffb08a"/></g></g>`;
      };
      let s = '';
      for (const [t, u] of list) {
        const y = 500 + t * 540;
        const k = 0.08 + t * 1.15;
        const x = 800 + (u - 0.5) * 1600 * (0.5 + t * 0.75) + Math.sin(t * 6) * 120;
        s += lot(x, y, k);
        const R = 0.02 + t * 0.075;
        if (t > 0.08) c.glow(x / 1600, (y - 14 * k) / 1067, R, '#ff9a58', 0.34, 0.8);
      }
      await c.svg(s);
      c.bloom(20, 0.6, 0.7);
      c.finish({ seed: 3, vignette: 0.24 });
    },
  },
  {
    key: 'lantern-4',
    alt: '广场上的鲤鱼灯组和彩色宫灯，前排观灯者的剪影',
    caption: '两条鲤鱼灯游在人群头顶，孩子们跟着跑。',
    focal: [0.5, 0.4],
    taken: '2024:02:25 19:30:00',
    async draw(c) {
      c.sky([
        [0, '#101030'],
        [0.55, '#2f2350'],
        [0.8, '#6a3550'],
        [1, '#1c1222'],
      ]);
      c.glow(0.5, 0.45, 0.5, '#c95a4a', 0.4);
      stars(c, { seed: 53, count: 160, below: () => 300 });
      const r = rng(21);
      bokeh(c, {
        seed: 33,
        count: 70,
        y: [0.6, 0.82],
        size: [8, 26],
        colours: ['#ffb259', '#ff6a3a', '#ffe2a0', '#6ad0c0', '#ff7aa0'],
        alpha: [0.15, 0.5],
      });
      const fish = (x: number, y: number, k: number, a: number, c1: string, c2: string): string => {
        let scales = '';
        for (let i = 0; i < 9; i++)
          for (let j = -2; j <= 2; j++) {
            const px = -110 + i * 32 + (j % 2) * 16;
            const lim = 78 * Math.sqrt(Math.max(0, 1 - (px / 190) ** 2));
            const py = j * 30;
            if (Math.abs(py) < lim - 10)
              scales += `<path d="M${px + 14} ${py - 15}Q${px - 14} ${py} ${px + 14} ${py + 15}" fill="none" stroke="#fff3c8" stroke-opacity=".75" stroke-width="3.4"/>`;
          }
        return `<g transform="translate(${x} ${y}) rotate(${a}) scale(${k})"><path d="M-170 0C-230 -70 -300 -110 -340 -90C-310 -40 -310 40 -340 90C-300 110 -230 70 -170 0Z" fill="${c2}"/><path d="M-330 -80Q-250 -20 -180 0Q-250 20 -330 80" fill="none" stroke="#fff0c0" stroke-opacity=".7" stroke-width="4"/><path d="M-60 -66C-40 -140 50 -150 90 -120C70 -90 60 -76 40 -70Z" fill="${c2}"/><path d="M-20 66C-30 120 30 130 60 110C50 90 40 80 30 70Z" fill="${c2}"/><path d="M-190 0C-120 -110 110 -120 200 -18C206 -6 206 6 200 18C110 120 -120 110 -190 0Z" fill="${c1}"/>${scales}<path d="M108 -82Q78 0 108 82" fill="none" stroke="#fff3c8" stroke-width="5"/><circle cx="150" cy="-24" r="19" fill="#fff6dc"/><circle cx="154" cy="-24" r="10" fill="#241418"/><path d="M200 18Q178 26 168 18" stroke="#7a1a14" stroke-width="5" fill="none"/></g>`;
      };
      let wires = '';
      for (let k = 0; k < 5; k++)
        wires += `<path d="M-20 ${60 + k * 18}Q${420 + k * 160} ${240 + k * 26} 1620 ${30 + k * 40}" fill="none" stroke="#3a2438" stroke-width="2"/>`;
      await c.svg(wires);
      let lan = '';
      for (let k = 0; k < 15; k++) {
        const x = 60 + k * 108;
        const y = 150 + Math.sin(k * 0.62) * 44 + (k % 2) * 60;
        lan += lantern(x, y, 24 + (k % 3) * 6, r.range(-5, 5));
      }
      await c.svg(lan, { defs: lanternDefs });
      await c.svg(fish(560, 480, 1.15, -12, 'url(#g1)', '#e0522c') + fish(1110, 560, 0.95, 14, 'url(#g2)', '#2f9f92'), {
        defs: '<radialGradient id="g1"><stop offset="0" stop-color="#ffe29a"/><stop offset=".6" stop-color="#ff8a3c"/><stop offset="1" stop-color="#d63a24"/></radialGradient><radialGradient id="g2"><stop offset="0" stop-color="#f0ffd0"/><stop offset=".6" stop-color="#5fd0b0"/><stop offset="1" stop-color="#1f7f86"/></radialGradient>',
      });
      c.glow(560 / 1600, 480 / 1067, 0.2, '#ff8a42', 0.4);
      c.glow(1110 / 1600, 560 / 1067, 0.16, '#4ad0b0', 0.3);
      let crowd = '';
      for (let row = 0; row < 3; row++)
        for (let x = -40; x < 1660; x += r.range(44, 96) + row * 14) {
          const hh = (170 + row * 90) * r.range(0.8, 1.12) * (r() < 0.18 ? 0.68 : 1);
          crowd += walker(x, 1060 + row * 70, hh * 1.25, mixHex('#3a2436', '#0c0912', 0.25 + row * 0.34), {
            flip: r() < 0.5,
          });
        }
      await c.svg(crowd);
      c.bloom(28, 0.6, 0.66);
      c.finish({ seed: 4, vignette: 0.24 });
    },
  },
];

export const rain: Picture[] = [
  {
    key: 'rain-1',
    alt: '雨夜街道，撑伞的行人走过斑马线，路面倒映霓虹',
    caption: '雨下大了，红灯和招牌在路面上拖出长长的颜色。',
    focal: [0.48, 0.55],
    taken: '2024:07:15 20:30:00',
    async draw(c) {
      c.sky(
        [
          [0, '#10182c'],
          [0.5, '#2c3852'],
          [0.6, '#6a5a62'],
        ],
        0,
        1,
      );
      const r = rng(18);
      await c.svg(
        skyline(r, {
          base: 590,
          count: 16,
          width: [110, 190],
          height: [240, 520],
          body: ['#1c2438', '#232c42', '#182034'],
          window: ['#ffd890', '#ffc46a', '#cfe6ff', '#fff0cc'],
          lit: 0.22,
          cell: 17,
          envelope: (x) => 0.45 + Math.abs(x - 800) / 900,
        }),
      );
      let s = '';
      for (let k = 0; k < 15; k++) {
        const x = k < 8 ? r.range(-20, 520) : r.range(1020, 1560);
        const w = r.range(70, 150);
        s += `<rect x="${x}" y="${r.range(430, 540)}" width="${w}" height="${r.range(20, 40)}" rx="4" fill="${r.pick(['#ff5a48', '#ffb24a', '#4ad0c0', '#ff7ab0', '#ffe08a', '#7ab0ff'])}" opacity=".92"/><rect x="${x}" y="${r.range(552, 560)}" width="${w}" height="42" fill="#ffdca0" opacity=".75"/>`;
      }
      s +=
        '<path d="M1010 590V330" stroke="#222a36" stroke-width="8"/><rect x="992" y="300" width="36" height="92" rx="8" fill="#1a1f2a"/><circle cx="1010" cy="320" r="11" fill="#ff4a3a"/><circle cx="1010" cy="346" r="11" fill="#3a3020"/><circle cx="1010" cy="372" r="11" fill="#1f3a28"/>';
      s +=
        '<g transform="translate(770 588)"><path d="M-96 6V-30Q-92 -60 -64 -64H64Q92 -60 96 -30V6Z" fill="#232a38"/><path d="M-66 -34L-54 -58H54L66 -34Z" fill="#4a5668"/><circle cx="-70" cy="-16" r="11" fill="#fff6d8"/><circle cx="70" cy="-16" r="11" fill="#fff6d8"/></g>';
      await c.svg(s);
      c.glow(1010 / 1600, 320 / 1067, 0.06, '#ff4a3a', 0.7);
      c.glow(700 / 1600, 572 / 1067, 0.06, '#fff0c8', 0.6);
      c.glow(840 / 1600, 572 / 1067, 0.06, '#fff0c8', 0.6);
      c.bloom(20, 0.5, 0.62);
      c.reflect({ line: 0.557, seed: 134, tint: '#141a28', tintAmount: 0.22, ripple: 2, depthTint: 0.25 });
      let zebra = '';
      for (let k = -7; k < 8; k++)
        zebra += `<path d="M${800 + k * 150} 800H${800 + k * 150 + 84}L${800 + k * 196 + 110} 930H${800 + k * 196}Z" fill="#dfe3ea" opacity=".3"/>`;
      await c.svg(zebra);
      const who =
        walker(520, 900, 300, '#3a4660', { umbrella: '#d0382a' }) +
        walker(760, 880, 280, '#5a4a3a', { umbrella: '#e0a83a', flip: true }) +
        walker(1120, 930, 320, '#2a3030', { umbrella: '#2f6f8a' });
      await c.svg(`<g transform="translate(0 1800) scale(1 -1)" opacity=".35">${who}</g>`, { blur: 5 });
      await c.svg(who);
      let streak = '';
      for (let k = 0; k < 700; k++) {
        const x = r.range(-50, 1700);
        const y = r.range(-60, 1067);
        const l = r.range(24, 84);
        streak += `<path d="M${x.toFixed(0)} ${y.toFixed(0)}l${(-l * 0.16).toFixed(0)} ${l.toFixed(0)}" stroke="#dfe8ff" stroke-opacity="${r.range(0.05, 0.26).toFixed(2)}" stroke-width="${r.range(0.8, 1.8).toFixed(1)}"/>`;
      }
      for (let k = 0; k < 90; k++) {
        const t = r();
        streak += `<ellipse cx="${r.range(0, 1600).toFixed(0)}" cy="${(640 + t * 420).toFixed(0)}" rx="${(6 + t * 22).toFixed(0)}" ry="${(1.5 + t * 5).toFixed(1)}" fill="none" stroke="#dfe8ff" stroke-opacity=".3" stroke-width="1.4"/>`;
      }
      await c.svg(streak);
      c.finish({ seed: 1, vignette: 0.24 });
    },
  },
  {
    key: 'rain-2',
    alt: '雨丝斜织的田野与远山，一位戴斗笠的人牵着牛走在田埂上',
    caption: '雨不大，田埂上的人不紧不慢。',
    focal: [0.4, 0.62],
    taken: '2024:05:27 08:20:00',
    async draw(c) {
      c.sky([
        [0, '#8a9aa0'],
        [0.5, '#c3ccc8'],
        [1, '#d6dacf'],
      ]);
      range(c, {
        seed: 97,
        count: 5,
        top: 0.3,
        bottom: 0.56,
        far: '#b1bfbf',
        near: '#5f7a72',
        air: '#d3d9d1',
        lit: '#fff',
        amp: [0.08, 0.08],
        rough: 0.55,
        relief: 0.3,
        veil: 0.9,
      });
      const n = noise(14);
      c.each((x, y, i) => {
        const t = (y - 690) / 377;
        if (t < 0) return;
        const z = 1 / (0.08 + t);
        const u = ((x - 900) * z) / 500;
        const band = Math.floor(z * 1.5 + n.at(u * 0.5, 3) * 0.6);
        const fr = z * 1.5 + n.at(u * 0.5, 3) * 0.6 - band;
        const water = hash2(band, 1, 7) < 0.45;
        const dyke = fr < 0.1 || fr > 0.94;
        const f = n.fbm(u * 16, z * 24, 3);
        let col: Rgb;
        if (dyke) col = [0.36 + f * 0.1, 0.44 + f * 0.1, 0.28];
        else if (water) {
          const sheen = 0.74 + n.fbm(u * 4, z * 16, 3) * 0.16;
          const sprout = n.at(u * 90, z * 60) > 0.32 ? 0.4 : 0;
          col = mix([sheen * 0.94, sheen, sheen * 0.97], [0.36, 0.52, 0.3], sprout);
        } else col = [0.4 + f * 0.16, 0.56 + f * 0.18, 0.32 + f * 0.08];
        c.mixAt(i, mix(col, [0.8, 0.83, 0.79], smooth(0.5, 0, t) * 0.6), smooth(0, 0.02, t));
      });
      await c.svg(
        '<g transform="translate(600 838) scale(1.25)"><ellipse cx="60" cy="6" rx="150" ry="10" fill="#1c2420" opacity=".35"/><path d="M-60 0L-56 -44Q-58 -66 -44 -68Q-30 -66 -30 -44L-24 0H-34L-42 -34L-50 0Z" fill="#2c3a3c"/><path d="M-66 -66Q-44 -100 -22 -66L-30 -28Q-44 -22 -58 -28Z" fill="#7a6238"/><path d="M-78 -70Q-44 -112 -10 -70Q-44 -60 -78 -70Z" fill="#a8884a"/><path d="M-28 -46Q10 -30 40 -46" stroke="#3a3024" stroke-width="2" fill="none"/><path d="M44 -52C38 -66 50 -74 62 -66C90 -78 140 -76 160 -62C172 -52 170 -30 166 -20V0H156L152 -24C130 -18 108 -18 92 -24L88 0H78L76 -30C62 -34 54 -40 44 -52Z" fill="#33302c"/><path d="M48 -66Q36 -84 30 -70M60 -70Q62 -88 74 -78" stroke="#33302c" stroke-width="5" fill="none"/><path d="M166 -56Q178 -30 172 -12" stroke="#33302c" stroke-width="3" fill="none"/></g>',
      );
      const r = rng(5);
      let s = '';
      for (let k = 0; k < 620; k++) {
        const l = r.range(26, 90);
        s += `<path d="M${r.range(-60, 1700).toFixed(0)} ${r.range(-80, 1067).toFixed(0)}l${(-l * 0.24).toFixed(0)} ${l.toFixed(0)}" stroke="#ffffff" stroke-opacity="${r.range(0.1, 0.34).toFixed(2)}" stroke-width="1.1"/>`;
      }
      await c.svg(s);
      c.finish({ seed: 2, contrast: 0.16 });
    },
  },
  {
    key: 'rain-3',
    alt: '挂满雨珠的车窗玻璃，窗外城市灯光虚成色块',
    caption: '公交车窗上的雨珠，每一颗里都有一盏倒着的路灯。',
    focal: [0.5, 0.5],
    taken: '2024:09:11 19:36:00',
    async draw(c) {
      c.sky([
        [0, '#1c2a3c'],
        [0.5, '#4a5a6a'],
        [0.7, '#8a7468'],
        [1, '#2a2c34'],
      ]);
      bokeh(c, {
        seed: 43,
        count: 80,
        y: [0.2, 0.85],
        size: [30, 96],
        colours: ['#ff9a2a', '#ff6a1a', '#ffc04a', '#ff3a20', '#20b0a0', '#3a70ff'],
        alpha: [0.2, 0.62],
      });
      c.blur(9);
      const src = c.px.slice();
      const r = rng(31);
      const drops: [number, number, number, number][] = [];
      for (let k = 0; k < 1500; k++) {
        const R = 2 + 30 * r() ** 6 + r() * 3;
        drops.push([r() * 1600, r() * 1067, R, r.range(1, 1.35)]);
      }
      for (let k = 0; k < 10; k++) {
        const x = r() * 1600;
        const y1 = r.range(300, 1067);
        for (let y = y1 - r.range(200, 600); y < y1; y += r.range(12, 34))
          drops.push([x + r.gauss() * 5, y, r.range(3, 8), 1.4]);
        drops.push([x, y1, r.range(16, 24), 1.35]);
      }
      for (const [X, Y, R, st] of drops) {
        for (let y = Math.max(0, Math.floor(Y - R * st)); y < Math.min(c.h, Y + R * st); y++)
          for (let x = Math.max(0, Math.floor(X - R)); x < Math.min(c.w, X + R); x++) {
            const u = (x - X) / R;
            const v = (y - Y) / (R * st);
            const d = Math.hypot(u, v * (v < 0 ? 1.05 : 1));
            if (d > 1) continue;
            const a = clamp((1 - d) * R * 0.7);
            const k = R * 7 + 60;
            const sx = clamp(Math.round(X - u * k), 0, c.w - 1);
            const sy = clamp(Math.round(Y - v * k * 1.3), 0, c.h - 1);
            const j = (sy * c.w + sx) * 3;
            const edge = smooth(0.7, 1, d);
            const dark = 1 - edge * 0.55 * smooth(-0.4, -1, v + u * 0.3);
            const lit = edge * 0.3 * smooth(0.2, 1, v) + (Math.hypot(u + 0.35, v + 0.4) < 0.16 ? 0.5 : 0);
            c.mixAt(
              (y * c.w + x) * 3,
              [
                (src[j] as number) * dark * 1.08 + lit,
                (src[j + 1] as number) * dark * 1.08 + lit,
                (src[j + 2] as number) * dark * 1.08 + lit,
              ],
              a * 0.95,
            );
          }
      }
      c.finish({ seed: 3, vignette: 0.24, saturation: 1.25 });
    },
  },
  {
    key: 'rain-4',
    alt: '雨中荷塘，荷叶托着水珠，水面圈圈涟漪',
    caption: '雨点落在荷叶上，攒够了就一歪身子倒进池里。',
    focal: [0.45, 0.5],
    taken: '2024:07:06 16:14:00',
    async draw(c) {
      c.sky([
        [0, '#6f8a84'],
        [0.35, '#8fa89a'],
        [1, '#2f4f4a'],
      ]);
      const n = noise(17);
      c.each((x, y, i) => {
        const t = y / 1067;
        const f = n.fbm((x * 0.004) / (0.3 + t), (y * 0.02) / (0.3 + t), 4);
        c.addAt(i, [0.9, 1, 0.95], f * 0.07);
      });
      const r = rng(24);
      let rings = '';
      for (let k = 0; k < 70; k++) {
        const t = r();
        const x = r.range(-20, 1620);
        const y = 90 + t * 960;
        const R = (10 + 74 * t) * r.range(0.4, 1.2);
        for (let q = 1; q <= 3; q++)
          rings += `<ellipse cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" rx="${((R * q) / 3).toFixed(0)}" ry="${((R * q * 0.36) / 3).toFixed(1)}" fill="none" stroke="#e9fff6" stroke-opacity="${(0.42 - q * 0.09).toFixed(2)}" stroke-width="${(1 + t * 1.6).toFixed(1)}"/>`;
      }
      await c.svg(rings);
      const leaf = (x: number, y: number, R: number, a: number, col: string): string => {
        let veins = '';
        for (let k = 0; k < 19; k++) {
          const th = (k / 19) * 6.283 + 0.2;
          veins += `<path d="M0 0Q${Math.cos(th + 0.1) * R * 0.5} ${Math.sin(th + 0.1) * R * 0.5} ${Math.cos(th) * R * 0.94} ${Math.sin(th) * R * 0.94}" stroke="#dff0b8" stroke-opacity=".32" stroke-width="${Math.max(1, R * 0.012)}" fill="none"/>`;
        }
        let edge = '';
        for (let k = 0; k <= 60; k++) {
          const th = (k / 60) * 6.1 + 0.09;
          const rr = R * (1 + 0.03 * Math.sin(th * 7 + a) + 0.02 * Math.sin(th * 13));
          edge += `${k === 0 ? 'M' : 'L'}${(Math.cos(th) * rr).toFixed(1)} ${(Math.sin(th) * rr).toFixed(1)}`;
        }
        let beads = '';
        for (let k = 0; k < 16; k++) {
          const th = r.range(0.3, 6);
          const d = R * r.range(0.05, 0.86);
          const q = R * r.range(0.012, 0.045);
          const bx = Math.cos(th) * d;
          const by = Math.sin(th) * d;
          beads += `<ellipse cx="${bx + q * 0.3}" cy="${by + q * 0.5}" rx="${q}" ry="${q}" fill="#0c2a1c" opacity=".35"/><circle cx="${bx}" cy="${by}" r="${q}" fill="#dff6ee" opacity=".7"/><circle cx="${bx - q * 0.3}" cy="${by - q * 0.35}" r="${q * 0.34}" fill="#fff"/>`;
        }
        return `<ellipse cx="${x + R * 0.06}" cy="${y + R * 0.12}" rx="${R * 1.02}" ry="${R * 0.44}" fill="#0c2422" opacity=".5"/><g transform="translate(${x} ${y}) scale(1 .44) rotate(${a})"><path d="${edge}L0 0Z" fill="${col}"/><path d="${edge}L0 0Z" fill="url(#lf)"/>${veins}<circle r="${R * 0.06}" fill="#c9e0a0" opacity=".8"/>${beads}</g>`;
      };
      const leaves: [number, number, number][] = [
        [180, 200, 110],
        [520, 150, 90],
        [1380, 180, 120],
        [980, 210, 100],
        [760, 330, 150],
        [1240, 380, 180],
        [260, 440, 200],
        [60, 700, 220],
        [1500, 690, 240],
        [1010, 640, 220],
        [560, 760, 290],
        [1230, 960, 300],
        [170, 1010, 260],
      ];
      let s = '';
      for (const [x, y, R] of leaves)
        s += leaf(x, y, R, r.range(0, 360), r.pick(['#3f7d54', '#4f8f5a', '#357049', '#5f9a62']));
      await c.svg(s, {
        defs: '<radialGradient id="lf"><stop offset="0" stop-color="#dff0b0" stop-opacity=".4"/><stop offset=".6" stop-color="#5f9a5a" stop-opacity=".1"/><stop offset="1" stop-color="#0f3a2a" stop-opacity=".45"/></radialGradient>',
      });
      const lotus = (x: number, y: number, k: number): string => {
        let p = '';
        for (const [a, h, w, col] of [
          [-70, 92, 32, '#d9738f'],
          [70, 92, 32, '#d9738f'],
          [-46, 112, 36, '#e68aa2'],
          [46, 112, 36, '#e68aa2'],
          [-22, 126, 38, '#f0a3b6'],
          [22, 126, 38, '#f0a3b6'],
          [0, 124, 40, '#f8c3cf'],
          [-84, 70, 26, '#ee9db2'],
          [84, 70, 26, '#ee9db2'],
          [-34, 92, 36, '#fbd3db'],
          [34, 92, 36, '#fbd3db'],
        ] as const)
          p += `<g transform="rotate(${a})"><path d="M0 0C-${w} -${h * 0.3} -${w * 0.7} -${h * 0.8} 0 -${h}C${w * 0.7} -${h * 0.8} ${w} -${h * 0.3} 0 0Z" fill="${col}"/><path d="M0 -6V-${h * 0.8}" stroke="#b8486c" stroke-opacity=".25" stroke-width="1.6"/></g>`;
        return `<path d="M${x} ${y}Q${x + 14} ${y + 120 * k} ${x - 6} ${y + 300 * k}" stroke="#4a7a4a" stroke-width="${9 * k}" fill="none"/><g transform="translate(${x} ${y}) scale(${k})">${p}</g>`;
      };
      await c.svg(lotus(700, 430, 1.5) + lotus(1130, 250, 0.8));
      let st = '';
      for (let k = 0; k < 380; k++) {
        const l = r.range(30, 96);
        st += `<path d="M${r.range(-60, 1700).toFixed(0)} ${r.range(-80, 1067).toFixed(0)}l${(-l * 0.12).toFixed(0)} ${l.toFixed(0)}" stroke="#ffffff" stroke-opacity="${r.range(0.08, 0.28).toFixed(2)}" stroke-width="1.1"/>`;
      }
      await c.svg(st);
      c.finish({ seed: 4 });
    },
  },
];
