/** Seas of cloud and dawn mist: layered ridges in the manner of ink landscapes, each in its own palette. */
import type { Canvas } from '../lib/canvas.ts';
import { mixHex } from '../lib/colour.ts';
import { birds, boat, conifer, ridge } from '../lib/nature.ts';
import { lerp, rng } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';

interface Range {
  seed: number;
  count: number;
  top: number;
  bottom: number;
  far: string;
  near: string;
  air: string;
  lit: string;
  amp: [number, number];
  rough?: number;
  light?: number;
  relief?: number;
  scale?: number;
  veil?: number;
  firs?: boolean;
}
/** Ridges from far to near with mist between them. */
export function range(c: Canvas, o: Range): void {
  const r = rng(o.seed);
  for (let k = 0; k < o.count; k++) {
    const t = k / (o.count - 1);
    const colour = mixHex(o.far, o.near, t ** 1.25);
    ridge(c, {
      seed: o.seed * 13 + k * 7,
      y: lerp(o.top, o.bottom, t ** 1.1) + r.range(-0.015, 0.015),
      amp: lerp(o.amp[0], o.amp[1], t) * r.range(0.8, 1.25),
      scale: (o.scale ?? 3.2) * lerp(1.25, 0.8, t) * r.range(0.85, 1.2),
      rough: o.rough ?? 0.6,
      colour,
      foot: o.air,
      depth: lerp(0.2, 0.32, t),
      light: o.light ?? -1,
      relief: (o.relief ?? 0.5) * lerp(0.3, 1, t),
      lit: mixHex(colour, o.lit, 0.55),
      tilt: r.range(-0.09, 0.09),
      firs: o.firs && k >= o.count - 2 ? (k === o.count - 1 ? 13 : 9) : undefined,
    });
    if (k < o.count - 1)
      c.mist({
        seed: o.seed + k * 3,
        y: lerp(o.top, o.bottom, t ** 1.1) + 0.13,
        depth: 0.045,
        colour: o.air,
        alpha: (o.veil ?? 0.75) * lerp(1, 0.7, t),
        scale: 2.4,
        tear: 0.9,
      });
  }
}

export const mist: Picture[] = [
  {
    key: 'mist-1',
    alt: '清晨山谷薄雾，青蓝色山影层层淡去',
    caption: '天刚亮，山影由深到浅排开，雾在谷底停着不走。',
    focal: [0.5, 0.5],
    taken: '2024:05:02 06:02:00',
    async draw(c) {
      c.sky([
        [0, '#8ea9b8'],
        [0.4, '#c9d3cf'],
        [0.7, '#efe6d2'],
      ]);
      c.glow(0.3, 0.3, 0.5, '#fff0cf', 0.55);
      range(c, {
        seed: 5,
        count: 7,
        top: 0.33,
        bottom: 0.97,
        far: '#a9bfc6',
        near: '#1f3d47',
        air: '#e4e6dc',
        lit: '#f4efdc',
        amp: [0.06, 0.15],
        rough: 0.55,
        firs: true,
      });
      await c.svg(
        birds(rng(2), { count: 9, x: 1080, y: 250, spreadX: 110, spreadY: 34, size: [8, 16], colour: '#4c626b' }),
      );
      c.finish({ seed: 1 });
    },
  },
  {
    key: 'mist-2',
    w: 1600,
    h: 900,
    alt: '云海之上一轮红日初升，远山只露出深色峰尖',
    caption: '云海铺平了山谷，太阳从最远的一道山脊后面升起来。',
    focal: [0.62, 0.38],
    taken: '2024:09:08 06:24:00',
    draw(c) {
      c.sky(
        [
          [0, '#41608c'],
          [0.35, '#a58fa6'],
          [0.62, '#f2a978'],
          [0.8, '#ffd79c'],
        ],
        0,
        0.6,
      );
      c.glow(0.62, 0.4, 0.5, '#ffcf8a', 0.8, 0.7);
      c.disc(0.62, 0.395, 0.032, '#fff3d0', 1, 2.5);
      c.glow(0.62, 0.395, 0.09, '#fff0c0', 0.9);
      c.clouds({ seed: 9, y: 0.13, depth: 0.1, colour: '#ffd2a6', under: '#8f7f9f', alpha: 0.6, scale: 3, stretch: 7 });
      ridge(c, {
        seed: 31,
        y: 0.47,
        amp: 0.06,
        scale: 4,
        rough: 0.7,
        colour: '#a67f8c',
        foot: '#eec2a0',
        depth: 0.14,
        relief: 0.2,
      });
      c.mist({ seed: 2, y: 0.56, depth: 0.035, colour: '#fbd9b4', alpha: 0.95, scale: 3.2, tear: 1.1 });
      ridge(c, {
        seed: 37,
        y: 0.6,
        amp: 0.09,
        scale: 3.2,
        rough: 0.75,
        colour: '#77627f',
        foot: '#e0b4a2',
        depth: 0.16,
        relief: 0.35,
        light: 1,
        lit: '#e8a98c',
      });
      c.clouds({
        seed: 29,
        y: 0.68,
        depth: 0.07,
        colour: '#ffe6c6',
        under: '#c59fa8',
        alpha: 1,
        scale: 5,
        stretch: 2.6,
        cover: 0.5,
      });
      ridge(c, {
        seed: 41,
        y: 0.78,
        amp: 0.13,
        scale: 2.6,
        rough: 0.8,
        colour: '#4b4566',
        foot: '#b08fa0',
        depth: 0.2,
        relief: 0.5,
        light: 1,
        lit: '#c98f86',
        tilt: 0.16,
      });
      c.clouds({
        seed: 33,
        y: 0.86,
        depth: 0.08,
        colour: '#ffdcc0',
        under: '#a78aa2',
        alpha: 1,
        scale: 4,
        stretch: 2.4,
        cover: 0.55,
      });
      c.clouds({
        seed: 36,
        y: 1.0,
        depth: 0.09,
        colour: '#f6c9b4',
        under: '#8d7896',
        alpha: 1,
        scale: 3,
        stretch: 2.2,
        cover: 0.7,
      });
      c.finish({ seed: 2, warm: 0.01 });
    },
  },
  {
    key: 'mist-3',
    alt: '水墨般的山峰立在大片留白的云雾里，近处一叶小舟',
    caption: '雾大的早晨，对岸的山像一幅没有画完的水墨。',
    focal: [0.66, 0.4],
    taken: '2024:03:12 07:40:00',
    async draw(c) {
      c.sky([
        [0, '#e6e2d6'],
        [0.6, '#efece2'],
        [1, '#dfddd2'],
      ]);
      const peaks: [number, number, number, number, string][] = [
        [3, 0.5, 0.26, 0.7, '#b4b5ae'],
        [8, 0.62, 0.34, 0.56, '#8c918d'],
        [14, 0.72, 0.36, 0.74, '#4e5757'],
      ];
      for (const [seed, y, amp, peak, col] of peaks) {
        ridge(c, {
          seed,
          y,
          amp,
          scale: 3.4,
          rough: 0.8,
          colour: col,
          foot: '#ebe8de',
          depth: 0.3,
          relief: 0.8,
          peak,
          lit: '#e9e6dc',
        });
        c.mist({ seed: seed + 2, y: y + 0.04, depth: 0.06, colour: '#eeebe2', alpha: 0.9, tear: 1.1 });
      }
      c.mist({ seed: 40, y: 0.82, depth: 0.12, colour: '#ebe8de', alpha: 1 });
      c.reflect({ line: 0.78, seed: 4, tint: '#dedcd0', tintAmount: 0.5, ripple: 0.6 });
      c.mist({ seed: 44, y: 0.78, depth: 0.03, colour: '#eeebe2', alpha: 0.8 });
      await c.svg(
        boat(430, 912, 190, '#2f3636', { reflection: 0.25, awning: true, hat: '#5a4a38' }) +
          birds(rng(4), { count: 5, x: 330, y: 260, spreadX: 70, spreadY: 26, size: [9, 15], colour: '#5b6060' }) +
          `<rect x="1480" y="92" width="50" height="50" rx="5" fill="#b3372c" opacity=".9"/><path d="M1505 101v29M1492 112v20h26v-20" stroke="#f0e6d8" stroke-width="4.5" fill="none"/>`,
      );
      c.finish({ seed: 3, paper: 0.02, saturation: 0.9, contrast: 0.18 });
    },
  },
  {
    key: 'mist-4',
    alt: '粉紫色晨光照在雾气弥漫的村庄和白杨林上',
    caption: '村庄还没醒，只有白杨树梢和几缕炊烟高过晨雾。',
    focal: [0.45, 0.6],
    taken: '2024:11:04 07:18:00',
    async draw(c) {
      c.sky([
        [0, '#7d86b3'],
        [0.35, '#c3a4bd'],
        [0.6, '#f3c2ad'],
        [0.75, '#fde0bd'],
      ]);
      c.glow(0.8, 0.44, 0.4, '#ffdca8', 0.7, 0.8);
      range(c, {
        seed: 19,
        count: 3,
        top: 0.44,
        bottom: 0.58,
        far: '#c0a4b4',
        near: '#8c7f9e',
        air: '#efcfc2',
        lit: '#fbe0c8',
        amp: [0.06, 0.08],
        rough: 0.4,
      });
      const r = rng(5);
      for (let row = 0; row < 4; row++) {
        const t = row / 3;
        const base = 690 + row * 96;
        let s = '';
        for (let k = 0; k < 9; k++) {
          const x = r.range(-40, 1640);
          const w = (70 + t * 90) * r.range(0.8, 1.3);
          const hh = w * 0.32;
          const wall = mixHex('#d3b6b4', '#7a6478', t);
          const roof = mixHex('#a890a2', '#453d55', t);
          s += `<path d="M${x} ${base}v-${hh}h${w}v${hh}z" fill="${wall}"/><path d="M${x - w * 0.08} ${base - hh}L${x + w * 0.2} ${base - hh * 1.9}H${x + w * 0.8}L${x + w * 1.08} ${base - hh}Z" fill="${roof}"/>`;
          if (t > 0.3 && r() < 0.5)
            s += `<rect x="${x + w * 0.42}" y="${base - hh * 0.7}" width="${w * 0.12}" height="${hh * 0.4}" fill="#ffd58a"/>`;
        }
        for (let k = 0; k < 16; k++) {
          const x = r.range(-20, 1620);
          const hh = (90 + t * 190) * r.range(0.7, 1.3);
          conifer(c, x, base + 16, hh, mixHex('#b59aae', '#3d3a52', t), {
            seed: r.int(1, 999),
            width: 0.075,
            foot: '#ecccc2',
            footAmount: 0.8,
            lit: '#f3c8b4',
            light: 1,
          });
        }
        await c.svg(s);
        c.mist({ seed: 50 + row, y: (base + 40) / 1067, depth: 0.045, colour: '#f2d6c8', alpha: 0.93, scale: 2.6 });
      }
      for (const [x, y] of [
        [430, 620],
        [1010, 640],
        [720, 700],
      ] as const)
        await c.svg(
          `<path d="M${x} ${y}C${x - 30} ${y - 70} ${x + 60} ${y - 120} ${x + 20} ${y - 210}S${x + 120} ${y - 300} ${x + 150} ${y - 330}" fill="none" stroke="#fff" stroke-width="26" stroke-linecap="round" opacity=".35"/>`,
          { blur: 16 },
        );
      c.finish({ seed: 4 });
    },
  },
  {
    key: 'mist-5',
    w: 1200,
    h: 1600,
    alt: '竖幅：月光下的雾中群峰，冷蓝色调，峰顶有一座小亭',
    caption: '月下起雾，峰顶的小亭像停在半空。',
    focal: [0.55, 0.42],
    taken: '2024:10:03 21:12:00',
    async draw(c) {
      c.sky([
        [0, '#1c2d4c'],
        [0.4, '#486286'],
        [0.8, '#9fb2c2'],
      ]);
      c.glow(0.3, 0.16, 0.4, '#e6eef6', 0.5);
      c.disc(0.3, 0.16, 0.042, '#f8f5e6', 1, 2);
      ridge(c, {
        seed: 61,
        y: 0.5,
        amp: 0.1,
        scale: 4,
        rough: 0.6,
        colour: '#6f87a4',
        foot: '#a9bac8',
        depth: 0.16,
        relief: 0.3,
      });
      c.mist({ seed: 6, y: 0.55, depth: 0.04, colour: '#b4c3cf', alpha: 0.9 });
      const top = ridge(c, {
        seed: 66,
        y: 0.66,
        amp: 0.26,
        scale: 4.4,
        rough: 0.8,
        colour: '#3f597a',
        foot: '#a4b6c6',
        depth: 0.3,
        relief: 0.7,
        peak: 0.62,
        lit: '#aec3da',
        light: -1,
      });
      let px = 600;
      for (let x = 500; x < 900; x++) if ((top[x] as number) < (top[px] as number)) px = x;
      const py = (top[px] as number) - 48;
      const pavilion = `<g transform="translate(${px} ${py}) scale(1.35)" fill="#1c2b42"><path d="M-46 0C-28 -8 -14 -22 0 -40C14 -22 28 -8 46 0Z"/><path d="M-30 0H30V6H-30Z"/><rect x="-27" y="4" width="5" height="38"/><rect x="22" y="4" width="5" height="38"/><rect x="-8" y="4" width="4" height="38"/><rect x="7" y="4" width="4" height="38"/><path d="M-36 40H36V48H-36Z"/><circle cx="0" cy="-44" r="4"/></g><circle cx="${px}" cy="${py + 32}" r="10" fill="#ffd58c"/>`;
      await c.svg(pavilion);
      c.glow(px / 1200, (py + 32) / 1600, 0.06, '#ffcf80', 0.55);
      c.mist({ seed: 16, y: 0.7, depth: 0.05, colour: '#b0c0cd', alpha: 0.9, tear: 1.1 });
      ridge(c, {
        seed: 72,
        y: 0.84,
        amp: 0.14,
        scale: 3.4,
        rough: 0.7,
        colour: '#23395a',
        foot: '#8fa4b8',
        depth: 0.22,
        relief: 0.6,
        lit: '#8da7c6',
        firs: 11,
      });
      c.mist({ seed: 26, y: 0.89, depth: 0.045, colour: '#9fb2c3', alpha: 0.85 });
      const r = rng(6);
      for (let k = 0; k < 16; k++)
        conifer(c, r.pick([r.range(-20, 380), r.range(800, 1230)]), 1640, r.range(180, 460), '#13233c', {
          seed: k + 4,
          lit: '#3f5b80',
        });
      c.finish({ seed: 5 });
    },
  },
];
