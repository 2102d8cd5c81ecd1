/** The running track: a bend from above, lanes at sunset, the stadium under lights. */
import { hex, mix, type Rgb } from '../lib/colour.ts';
import { bokeh, ridge, stars, wood } from '../lib/nature.ts';
import { clamp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';

/** A runner in silhouette, mid-stride; height in pixels, feet at (x, y). */
export function runner(x: number, y: number, h: number, shirt: string, dark = '#17181f', flip = false): string {
  const k = h / 100;
  return `<g transform="translate(${x} ${y}) scale(${flip ? -k : k} ${k})" stroke-linecap="round" stroke-linejoin="round" fill="none"><path d="M-2 -48L-16 -30L-36 -26" stroke="${dark}" stroke-width="8"/><path d="M-36 -26l-6 8" stroke="${dark}" stroke-width="6"/><path d="M2 -48L20 -36L12 -4" stroke="${dark}" stroke-width="8.5"/><path d="M12 -4l11 1" stroke="${dark}" stroke-width="6"/><path d="M0 -50L7 -76" stroke="${shirt}" stroke-width="15"/><path d="M6 -77L-10 -68L-16 -54" stroke="${dark}" stroke-width="5.6"/><path d="M8 -77L18 -63L33 -71" stroke="${dark}" stroke-width="5.6"/><circle cx="13" cy="-91" r="7.6" fill="${dark}" stroke="none"/></g>`;
}

export const track: Picture[] = [
  {
    key: 'track-1',
    w: 1600,
    h: 900,
    alt: '俯拍红色弯道，白线弧成同心圆，几名跑者拖着长影',
    caption: '清晨的弯道上，影子比人先跑到前面。',
    focal: [0.55, 0.5],
    taken: '2024:09:14 07:08:00',
    async draw(c) {
      const n = noise(6);
      const X = 300;
      const Y = 1500;
      const R0 = 760;
      const lane = 96;
      c.each((x, y, i) => {
        const d = Math.hypot(x - X, y - Y);
        const t = (d - R0) / lane;
        const f = n.fbm(x * 0.35, y * 0.35, 2) * 0.05 + n.fbm(x * 0.004, y * 0.004, 3) * 0.07;
        let col: Rgb;
        if (t < 0) {
          const stripe = Math.floor(x / 120) % 2 ? 1 : 0.93;
          col = [0.32 * (1 + f) * stripe, 0.52 * (1 + f) * stripe, 0.25 * stripe];
        } else if (t < 8) {
          col = [0.72 * (1 + f), 0.27 * (1 + f), 0.2 * (1 + f)];
          const e = Math.min(t - Math.floor(t), Math.ceil(t) - t) * lane;
          if (e < 3.4) col = mix(col, [0.95, 0.93, 0.9], clamp(3.4 - e) * 0.92);
        } else col = [0.2 * (1 + f), 0.36 * (1 + f), 0.42];
        if (t >= 7.96 && t < 8.1) col = [0.94, 0.93, 0.9];
        c.mixAt(i, col, 1);
      });
      const at = (ln: number, deg: number): [number, number] => {
        const a = (deg * Math.PI) / 180;
        const R = R0 + (ln + 0.5) * lane;
        return [X + Math.cos(a) * R, Y + Math.sin(a) * R];
      };
      let sh = '';
      let top = '';
      const list: [number, number, string][] = [
        [1, -62, '#f0c23a'],
        [2, -51, '#e8e8ec'],
        [3, -64, '#2f7fbf'],
        [4, -55.5, '#f08a3a'],
        [5, -47, '#3fae8a'],
      ];
      for (const [ln, deg, col] of list) {
        const [x, y] = at(ln, deg);
        sh += `<g transform="translate(${x} ${y}) rotate(62)"><g transform="scale(1.7 2.5)"><path d="M-2 0L-5 -44Q0 -56 5 -44L4 0Z"/><circle cy="-62" r="8"/><path d="M-5 -42L-20 -26M5 -42L18 -56" stroke="#1c0c0c" stroke-width="5" fill="none"/><path d="M-2 -6L-14 10M3 -6L10 14" stroke="#1c0c0c" stroke-width="6" fill="none"/></g></g>`;
        top += `<g transform="translate(${x} ${y}) rotate(${deg + 180})"><path d="M-6 0L-30 -10M6 4L26 12" stroke="#c98a66" stroke-width="8" stroke-linecap="round"/><ellipse rx="26" ry="13" fill="${col}" transform="rotate(90)"/><path d="M0 -22L22 -30M0 22L-20 30" stroke="#c98a66" stroke-width="7" stroke-linecap="round"/><circle r="11" fill="#1e1714"/></g>`;
      }
      await c.svg(`<g fill="#1c0c0c" opacity=".55">${sh}</g>`, { blur: 2.5 });
      await c.svg(top);
      c.each((x, y, i) => {
        const k = 0.86 + 0.34 * smooth(-300, 1800, x - y * 0.6);
        for (let m = 0; m < 3; m++) c.px[i + m] = (c.px[i + m] as number) * k * ([1.05, 1, 0.92][m] as number);
      });
      c.finish({ seed: 1, vignette: 0.2 });
    },
  },
  {
    key: 'track-2',
    alt: '夕阳下的直道，跑道线伸向远处，一名跑者的剪影与长影',
    caption: '傍晚的直道，最后一组间歇跑。',
    focal: [0.58, 0.55],
    taken: '2024:09:15 18:40:00',
    async draw(c) {
      c.sky(
        [
          [0, '#3f4f86'],
          [0.3, '#a8789a'],
          [0.46, '#f29a6c'],
          [0.54, '#ffd894'],
        ],
        0,
        1,
      );
      c.glow(0.6, 0.5, 0.45, '#ffc878', 0.8, 0.7);
      c.disc(0.6, 0.5, 0.03, '#fff4d0', 1, 3);
      ridge(c, {
        seed: 85,
        y: 0.53,
        amp: 0.06,
        scale: 3,
        rough: 0.5,
        colour: '#9a6a78',
        foot: '#e6a384',
        depth: 0.1,
        relief: 0.2,
      });
      wood(c, {
        seed: 7,
        y: () => 590,
        rows: 1,
        rowStep: 4,
        size: [14, 26],
        colours: ['#5a3f52', '#4a3448'],
        lit: '#c97a5c',
        gap: 0.9,
      });
      const n = noise(9);
      const HY = 594;
      const track: Rgb = hex('#a8402e');
      c.each((x, y, i) => {
        const t = (y - HY) / (1067 - HY);
        if (t < 0) return;
        const z = 1 / (t + 0.012);
        const u = ((x - 960) * z) / 520;
        const f = n.fbm(u * 90, z * 30, 2) * 0.07 + n.fbm(u * 3, z * 1.2, 3) * 0.08;
        let col: Rgb;
        if (Math.abs(u) < 3.2) {
          col = [track[0] * (1 + f), track[1] * (1 + f), track[2] * (1 + f)];
          const e = Math.abs(u / 0.8 - Math.round(u / 0.8)) * 0.8;
          const w = 0.022 + 0.002 * z;
          if (e < w) col = mix(col, [0.98, 0.9, 0.82], 0.92 * clamp((w - e) / (w * 0.4)));
        } else col = [0.3 * (1 + f * 2), 0.36 * (1 + f * 2), 0.2];
        const sun = Math.exp(-(((x - 960) / (110 + t * 420)) ** 2)) * (0.75 - t * 0.35);
        col = [
          col[0] * (0.72 + sun * 0.8) + sun * 0.2,
          col[1] * (0.68 + sun * 0.6) + sun * 0.11,
          col[2] * (0.75 + sun * 0.4) + sun * 0.05,
        ];
        c.mixAt(i, col, smooth(0, 0.006, t));
      });
      await c.svg(
        '<path d="M905 838C860 900 760 990 640 1075L780 1075C850 990 900 910 925 838Z" fill="#2a0c10" opacity=".5"/>',
        { blur: 6 },
      );
      await c.svg(runner(915, 840, 290, '#2c1c2c', '#1c1220', true));
      c.bloom(40, 0.35, 0.72);
      c.finish({ seed: 2, vignette: 0.2 });
    },
  },
  {
    key: 'track-3',
    alt: '夜间体育场灯光亮起，看台坐满观众，起跑线上选手就位',
    caption: '灯光打亮跑道，看台安静下来，等一声发令枪。',
    focal: [0.5, 0.62],
    taken: '2024:09:21 20:05:00',
    async draw(c) {
      c.sky(
        [
          [0, '#0c1434'],
          [0.4, '#24366a'],
          [0.6, '#4a5a8a'],
        ],
        0,
        1,
      );
      stars(c, { seed: 63, count: 140, below: () => 260 });
      const r = rng(13);
      // stand: rows of spectators on a gentle bowl
      let stand =
        '<path d="M-10 620L-10 330Q800 250 1610 330L1610 620Z" fill="#1c2444"/><path d="M-10 320Q800 240 1610 320L1610 290Q800 205 -10 290Z" fill="#39456e"/>';
      for (let row = 0; row < 15; row++)
        for (let x = -10; x < 1610; x += 13) {
          if (r() < 0.12) continue;
          const y = 350 + row * 17 - 70 * (1 - ((x - 800) / 800) ** 2) * (1 - row / 16);
          const col = r.pick([
            '#c94a3a',
            '#e0b04a',
            '#e9e6dc',
            '#4a7ab8',
            '#3f8a6a',
            '#8a8fa8',
            '#d98aa0',
            '#2c3450',
            '#5a6288',
          ]);
          stand += `<circle cx="${(x + r.range(-2, 2)).toFixed(1)}" cy="${(y - 6).toFixed(1)}" r="3.1" fill="#d9b394"/><path d="M${(x - 5).toFixed(1)} ${(y + 8).toFixed(1)}q0 -11 5 -11q5 0 5 11z" fill="${col}"/>`;
        }
      await c.svg(stand);
      let poles = '';
      for (const [x, y] of [
        [150, 90],
        [560, 60],
        [1040, 60],
        [1450, 90],
      ] as const) {
        poles += `<path d="M${x} ${y}V330" stroke="#566" stroke-width="7"/>`;
        for (let a = 0; a < 3; a++)
          for (let b = 0; b < 5; b++)
            poles += `<circle cx="${x - 32 + b * 16}" cy="${y - 24 + a * 15}" r="6.2" fill="#fffdf0"/>`;
      }
      await c.svg(poles);
      for (const [x, y] of [
        [150, 80],
        [560, 50],
        [1040, 50],
        [1450, 80],
      ] as const) {
        c.glow(x / 1600, y / 1067, 0.12, '#eef4ff', 0.6);
        await c.svg(
          `<path d="M${x} ${y}L${x - 260 + (800 - x) * 0.4} 720H${x + 260 + (800 - x) * 0.4}Z" fill="#dfe9ff" opacity=".07"/>`,
          { blur: 24 },
        );
      }
      const n = noise(19);
      const HY = 560;
      c.each((x, y, i) => {
        const t = (y - 612) / (1067 - 612);
        if (t < 0) return;
        const z = 1 / ((y - HY) / (1067 - HY));
        const u = ((x - 800) * z) / 520;
        const f = n.fbm(u * 60, z * 30, 2) * 0.06 + n.fbm(u * 2, z * 2, 3) * 0.06;
        let col: Rgb;
        if (z > 6.2) col = [0.24 * (1 + f), 0.5 * (1 + f), 0.26];
        else {
          col = [0.66 * (1 + f), 0.25 * (1 + f), 0.2];
          const e = Math.abs(u / 0.46 - Math.round(u / 0.46)) * 0.46;
          const w = 0.011 + 0.0016 * z;
          if (e < w) col = [0.95, 0.94, 0.93];
          if (Math.abs(z - 1.9) < 0.025 || Math.abs(z - 6.1) < 0.09) col = [0.95, 0.94, 0.93];
        }
        const lit = 0.8 + 0.3 * Math.exp(-(((x - 800) / 620) ** 2)) - t * 0.12;
        c.mixAt(i, [col[0] * lit, col[1] * lit, col[2] * lit * 1.05], smooth(0, 0.01, t));
      });
      // athletes crouched at the blocks
      let s = '';
      const y = HY + (1067 - HY) / 1.9;
      for (let k = -3; k <= 3; k++) {
        const x = 800 + ((k * 0.46 + 0.23) * 520) / 1.9 - 30;
        const col = ['#e0b04a', '#d0402c', '#3f7fc0', '#f0eee6', '#3fae8a', '#e07a3a', '#8a5ab0'][k + 3];
        s += `<g transform="translate(${x} ${y}) scale(.92)"><ellipse cx="6" cy="4" rx="66" ry="9" fill="#1c0808" opacity=".5"/><path d="M-40 0L-30 -34L-4 -52" stroke="#b97a58" stroke-width="13" fill="none" stroke-linejoin="round" stroke-linecap="round"/><path d="M-14 0L-2 -28L6 -50" stroke="#a86c4c" stroke-width="13" fill="none" stroke-linejoin="round" stroke-linecap="round"/><path d="M-8 -58Q20 -76 44 -58" stroke="${col}" stroke-width="25" fill="none" stroke-linecap="round"/><path d="M-14 -58Q-8 -66 4 -60" stroke="#1c2030" stroke-width="25" stroke-linecap="round" fill="none"/><path d="M42 -54L46 -26L44 0" stroke="#b97a58" stroke-width="9" fill="none" stroke-linecap="round"/><circle cx="62" cy="-66" r="13" fill="#2a1c18"/><path d="M-56 4h34l-6 -14h-20z" fill="#d9dde6"/></g>`;
      }
      await c.svg(s);
      bokeh(c, { seed: 3, count: 26, y: [0.34, 0.5], size: [2, 4], colours: ['#ffffff'], alpha: [0.6, 1] });
      c.bloom(26, 0.45, 0.82);
      c.finish({ seed: 3, vignette: 0.22 });
    },
  },
];
