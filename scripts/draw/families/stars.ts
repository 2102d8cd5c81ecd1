/** Night skies: star trails, the Milky Way over terraces, a crescent over a dome. */
import { hex, type Rgb } from '../lib/colour.ts';
import { conifer, stars as dots, ridge } from '../lib/nature.ts';
import { clamp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { drawTerrain } from '../lib/terrain.ts';
import { terraced } from './terrace.ts';

export const stars: Picture[] = [
  {
    key: 'stars-1',
    alt: '星轨绕着北天极旋成同心圆，山脊上立着几棵松树',
    caption: '相机对着北方曝光两个小时，星星画出一圈圈同心圆。',
    focal: [0.5, 0.4],
    taken: '2024:11:28 22:40:00',
    async draw(c) {
      c.sky(
        [
          [0, '#0c1630'],
          [0.55, '#1f3a66'],
          [0.82, '#5b6f92'],
          [1, '#a98f86'],
        ],
        0,
        0.85,
      );
      c.glow(0.2, 0.82, 0.5, '#ffb877', 0.4, 0.4);
      const r = rng(5);
      const X = 760;
      const Y = 430;
      let s = '';
      for (let k = 0; k < 620; k++) {
        const R = 14 + r() ** 0.75 * 1250;
        const a0 = r.range(0, 360);
        const sweep = r.range(24, 33);
        const p = (a: number): string =>
          `${(X + Math.cos((a * Math.PI) / 180) * R).toFixed(1)} ${(Y + Math.sin((a * Math.PI) / 180) * R).toFixed(1)}`;
        const col = r.pick(['#dfe9ff', '#fff1dc', '#ffffff', '#bcd2ff', '#ffd9b0']);
        s += `<path d="M${p(a0)}A${R.toFixed(1)} ${R.toFixed(1)} 0 0 1 ${p(a0 + sweep)}" fill="none" stroke="${col}" stroke-width="${(0.7 + r() ** 5 * 2.2).toFixed(1)}" stroke-opacity="${r.range(0.2, 0.85).toFixed(2)}" stroke-linecap="round"/>`;
      }
      await c.svg(`${s}<circle cx="${X}" cy="${Y}" r="2.4" fill="#fff"/>`, { blend: 'screen' });
      ridge(c, {
        seed: 5,
        y: 0.83,
        amp: 0.07,
        scale: 3,
        rough: 0.6,
        colour: '#27375a',
        foot: '#3f4c6a',
        depth: 0.2,
        relief: 0.3,
      });
      ridge(c, {
        seed: 8,
        y: 0.93,
        amp: 0.09,
        scale: 2.6,
        rough: 0.5,
        colour: '#0f1830',
        foot: '#141d38',
        depth: 0.3,
        relief: 0.4,
        firs: 12,
      });
      for (let k = 0; k < 13; k++)
        conifer(c, r.pick([r.range(40, 420), r.range(1180, 1580)]), 1090, r.range(170, 400), '#070d1c', {
          seed: k + 2,
          lit: '#1c2b48',
        });
      c.finish({ seed: 1, vignette: 0.2 });
    },
  },
  {
    key: 'stars-2',
    w: 1200,
    h: 1600,
    alt: '竖幅：银河斜跨夜空，下方梯田轮廓隐约可见，路边一人打着手电',
    caption: '没有月亮的夜里，银河从梯田上方升起来。',
    focal: [0.5, 0.4],
    taken: '2024:07:30 23:36:00',
    async draw(c) {
      c.sky(
        [
          [0, '#0b1228'],
          [0.5, '#1a2b4c'],
          [0.75, '#3a5570'],
          [1, '#7f7f6f'],
        ],
        0,
        0.82,
      );
      const n = noise(7);
      const axis = (x: number, y: number): number => (x - 640 - (620 - y) * 0.55) / 1.15;
      const band = (x: number, y: number): number => Math.exp(-((axis(x, y) / 190) ** 2));
      const warm: Rgb = hex('#e9cfae');
      const cool: Rgb = hex('#8fa5d9');
      c.each((x, y, i) => {
        const b = band(x, y) * smooth(1280, 900, y);
        if (b < 0.01) return;
        const d = axis(x, y);
        const cl = n.fbm(x * 0.004, y * 0.004, 6);
        const rift = smooth(0.02, 0.34, n.fbm(x * 0.005 + 7, y * 0.005, 5) + 0.12 - Math.abs(d + 24) / 300);
        const k = clamp(b * (0.5 + cl * 0.75)) * (1 - rift * 0.8);
        c.addAt(i, warm, k * 0.36 * Math.exp(-((d / 90) ** 2)));
        c.addAt(i, cool, k * 0.34);
      });
      dots(c, { seed: 3, count: 5200, below: () => 1270, band: (x, y) => 0.25 + 0.75 * band(x, y) });
      const look = terraced({
        seed: 67,
        step: 6,
        relief: 120,
        wave: 0.0019,
        crops: ['#6a7a6a', '#7a8474', '#5a6a64', '#868a78'],
        riser: '#2a2c30',
        treeColour: '#1f2a28',
        trees: 0.05,
        base: (_x, z) => z * 0.03 - 50,
      });
      drawTerrain(c, {
        ...look,
        eye: 150,
        horizon: 0.76,
        fov: 42,
        near: 60,
        far: 5000,
        sun: { azimuth: -20, elevation: 30, colour: '#a9bbe6', strength: 0.3 },
        ambient: { colour: '#5f7aa6', strength: 0.34 },
        haze: { colour: '#55657a', distance: 2600 },
      });
      await c.svg(
        '<g transform="translate(420 1400)" fill="#0c1220"><path d="M-9 0L-7 -38Q-9 -58 0 -60Q9 -58 8 -38L10 0H3L0 -26L-3 0Z"/><circle cx="0" cy="-68" r="8"/></g>',
      );
      await c.svg('<path d="M428 1352L900 560L1010 640Z" fill="url(#beam)"/>', {
        blur: 12,
        defs: '<linearGradient id="beam" gradientUnits="userSpaceOnUse" x1="428" y1="1352" x2="800" y2="790"><stop offset="0" stop-color="#fff6d8" stop-opacity=".3"/><stop offset="1" stop-color="#fff6d8" stop-opacity="0"/></linearGradient>',
      });
      c.glow(430 / 1200, 1350 / 1600, 0.03, '#fff3cf', 0.9);
      c.finish({ seed: 2, vignette: 0.2 });
    },
  },
  {
    key: 'stars-3',
    alt: '黄昏后的山顶观测站圆顶，西天一弯新月和明亮的金星',
    caption: '天色暗下来，山顶观测站的圆顶慢慢打开。',
    focal: [0.6, 0.6],
    taken: '2024:12:05 18:31:00',
    async draw(c) {
      c.sky(
        [
          [0, '#10204a'],
          [0.4, '#2f5288'],
          [0.66, '#8f8fa6'],
          [0.8, '#f0a878'],
          [0.9, '#ffd79a'],
        ],
        0,
        0.95,
      );
      dots(c, { seed: 8, count: 900, below: () => 560 });
      const m: Rgb = hex('#fff6dc');
      c.each((x, y, i) => {
        const a = clamp(30 - Math.hypot(x - 420, y - 380)) * clamp(Math.hypot(x - 432, y - 371) - 28.5);
        if (a > 0) c.mixAt(i, m, a);
        const e = clamp(30 - Math.hypot(x - 420, y - 380)) * 0.1;
        if (e > 0) c.addAt(i, m, e);
      });
      c.glow(420 / 1600, 380 / 1067, 0.08, '#fff2d0', 0.25);
      c.glow(0.36, 0.25, 0.02, '#ffffff', 0.9);
      c.disc(0.36, 0.25, 0.0022, '#ffffff', 1);
      ridge(c, {
        seed: 15,
        y: 0.82,
        amp: 0.05,
        scale: 3,
        rough: 0.5,
        colour: '#7d6f8c',
        foot: '#d99f86',
        depth: 0.14,
        relief: 0.2,
      });
      ridge(c, {
        seed: 18,
        y: 0.89,
        amp: 0.06,
        scale: 3,
        rough: 0.5,
        colour: '#453f60',
        foot: '#8a6a78',
        depth: 0.16,
        relief: 0.3,
      });
      const hill = ridge(c, {
        seed: 28,
        y: 0.96,
        amp: 0.12,
        scale: 1.6,
        rough: 0.2,
        colour: '#141629',
        foot: '#1a1c33',
        depth: 0.3,
        relief: 0.25,
        peak: 0.62,
      });
      const base = Math.min(hill[850] as number, hill[985] as number, hill[1120] as number) - 40;
      await c.svg(
        `<g transform="translate(985 ${base.toFixed(0)})"><path d="M-130 60V-10H130V60Z" fill="#c9c7cf"/><path d="M-130 60V-10H-20V60Z" fill="#8f90a6"/><path d="M-140 -10A140 132 0 0 1 140 -10Z" fill="url(#dome)"/><path d="M-26 -138A140 132 0 0 1 30 -138L34 -10H-30Z" fill="#1a1e36"/><path d="M-4 -10L36 -116L56 -108L20 -10Z" fill="#dfe3ee"/><path d="M36 -116L56 -108L60 -122L42 -129Z" fill="#5f6580"/><path d="M-146 -16H146V-4H-146Z" fill="#e9e6ea"/><rect x="60" y="14" width="30" height="46" fill="#ffcf80"/><path d="M150 60V22H260V60Z" fill="#6f7088"/><rect x="180" y="32" width="20" height="14" fill="#ffcf80"/><rect x="216" y="32" width="20" height="14" fill="#ffcf80"/><path d="M-170 60H280L330 150H-230Z" fill="#141629"/></g>`,
        {
          defs: '<linearGradient id="dome" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#ffd9b4"/><stop offset=".3" stop-color="#d9d4de"/><stop offset="1" stop-color="#5f6488"/></linearGradient>',
        },
      );
      c.glow(1060 / 1600, (base + 34) / 1067, 0.04, '#ffc46b', 0.6);
      const r = rng(6);
      ridge(c, {
        seed: 38,
        y: 1.0,
        amp: 0.1,
        scale: 1.8,
        rough: 0.2,
        colour: '#0d1020',
        foot: '#0d1020',
        depth: 0.3,
        relief: 0.1,
      });
      for (let k = 0; k < 20; k++)
        conifer(c, r.pick([r.range(-20, 620), r.range(1380, 1620)]), 1090, r.range(110, 260), '#0b0e1c', {
          seed: k + 12,
          lit: '#2a2d48',
        });
      c.finish({ seed: 3 });
    },
  },
];
