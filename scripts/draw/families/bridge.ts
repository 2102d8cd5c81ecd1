/** Bridges and the railway: a viaduct in mist, an arch with its reflection, cables at dusk, a train through fields. */
import { Layer } from '../lib/canvas.ts';
import { birds, wood } from '../lib/nature.ts';
import { noise, rng } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { forested } from './forest.ts';
import { range } from './mist.ts';
import { valley } from './weihe.ts';

/** A train seen from the side, `n` cars of length `len`. */
function train(x: number, y: number, n: number, len: number, body: string, band: string, lit: string): string {
  let s = '';
  const h = len * 0.17;
  for (let k = 0; k < n; k++) {
    const X = x + k * (len + 3);
    const head = k === 0;
    const tail = k === n - 1;
    const shape = head
      ? `M${X + len} ${y}V${y - h}H${X + len * 0.42}C${X + len * 0.2} ${y - h} ${X + 4} ${y - h * 0.42} ${X - 8} ${y - h * 0.16}Q${X - 12} ${y} ${X} ${y}Z`
      : tail
        ? `M${X} ${y}V${y - h}H${X + len * 0.58}C${X + len * 0.8} ${y - h} ${X + len - 4} ${y - h * 0.42} ${X + len + 8} ${y - h * 0.16}Q${X + len + 12} ${y} ${X + len} ${y}Z`
        : `M${X} ${y}V${y - h}H${X + len}V${y}Z`;
    s += `<path d="${shape}" fill="${body}"/><path d="M${head ? X + 10 : X} ${y - h * 0.22}H${tail ? X + len - 10 : X + len}" stroke="${band}" stroke-width="${h * 0.12}"/>`;
    const a = head ? 0.4 : 0.06;
    const b = tail ? 0.6 : 0.94;
    for (let q = a; q < b - 0.04; q += 0.085)
      s += `<rect x="${X + len * q}" y="${y - h * 0.78}" width="${len * 0.055}" height="${h * 0.3}" rx="1.5" fill="${lit}"/>`;
    s += `<path d="M${head ? X + len * 0.42 : X} ${y - h}H${tail ? X + len * 0.58 : X + len}" stroke="#ffffff" stroke-opacity=".6" stroke-width="2"/>`;
  }
  return s;
}

export const bridge: Picture[] = [
  {
    key: 'bridge-1',
    alt: '铁路高架桥的一排桥墩立在晨雾里，一列动车正驶过山谷',
    caption: '早班动车从雾上驶过，桥墩只露出一半。',
    focal: [0.45, 0.5],
    taken: '2024:05:23 06:58:00',
    async draw(c) {
      c.sky([
        [0, '#86a6bd'],
        [0.4, '#cdd9d8'],
        [0.66, '#f7e6cb'],
      ]);
      c.glow(0.2, 0.34, 0.5, '#ffefcc', 0.65);
      range(c, {
        seed: 37,
        count: 4,
        top: 0.36,
        bottom: 0.62,
        far: '#a9bec4',
        near: '#5d7f80',
        air: '#e3e6dd',
        lit: '#f6ecd4',
        amp: [0.07, 0.12],
        rough: 0.55,
        veil: 0.8,
      });
      let s = '';
      const deck = (x: number): number => 520 + (x - 800) * 0.035;
      for (let k = -1; k < 10; k++) {
        const x = 60 + k * 186;
        const y = deck(x);
        s += `<path d="M${x - 30} ${y + 8}H${x + 30}L${x + 22} ${y + 34}L${x + 26} 1067H${x - 26}L${x - 22} ${y + 34}Z" fill="url(#pier)"/>`;
      }
      s += `<path d="M-10 ${deck(-10) - 6}L1610 ${deck(1610) - 6}V${deck(1610) + 20}L-10 ${deck(-10) + 20}Z" fill="#d6d5cb"/><path d="M-10 ${deck(-10) + 8}L1610 ${deck(1610) + 8}V${deck(1610) + 22}L-10 ${deck(-10) + 22}Z" fill="#8f9a98"/><path d="M-10 ${deck(-10) - 10}L1610 ${deck(1610) - 10}" stroke="#eef0ea" stroke-width="4"/>`;
      for (let x = -20; x < 1640; x += 93)
        s += `<path d="M${x} ${deck(x) - 8}v-62m0 6h26" stroke="#6f7f82" stroke-width="3" fill="none"/>`;
      s += `<path d="M-10 ${deck(-10) - 64}L1610 ${deck(1610) - 64}" stroke="#7f8f92" stroke-width="1.6"/>`;
      s += `<g transform="rotate(2 800 ${deck(800)})">${train(330, deck(800) - 8, 5, 178, '#f2f3f0', '#2f6f9f', '#3c5262')}</g>`;
      await c.svg(s, {
        defs: '<linearGradient id="pier" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#d9d7cb"/><stop offset=".4" stop-color="#b3b7b1"/><stop offset="1" stop-color="#7d8a8a"/></linearGradient>',
      });
      c.mist({ seed: 61, y: 0.78, depth: 0.085, colour: '#e6e8df', alpha: 0.98, scale: 2.4, tear: 1.1 });
      forested(c, {
        seed: 71,
        near: 50,
        far: 700,
        horizon: 0.6,
        eye: 110,
        relief: 40,
        slope: 0.02,
        dip: -8,
        colours: ['#3f6a4c', '#557f4c', '#2f5a46', '#6f9250'],
        sun: { azimuth: -60, elevation: 20, colour: '#ffe6bd', strength: 1.7 },
        ambient: { colour: '#b0c6cc', strength: 0.7 },
        haze: { colour: '#dfe4dc', distance: 700 },
        mist: { colour: '#e6e8df', level: -4, falloff: 13, distance: 170 },
      });
      c.finish({ seed: 1 });
    },
  },
  {
    key: 'bridge-2',
    alt: '多孔石拱桥与水中倒影合成一串圆，柳色初绿',
    caption: '桥孔和倒影合成一个个圆，水面几乎没有波纹。',
    focal: [0.5, 0.5],
    taken: '2024:03:30 08:15:00',
    async draw(c) {
      c.sky(
        [
          [0, '#9fc0cf'],
          [0.4, '#d6e2dc'],
          [0.55, '#f6ead0'],
        ],
        0,
        1,
      );
      range(c, {
        seed: 43,
        count: 3,
        top: 0.38,
        bottom: 0.47,
        far: '#b4c6c6',
        near: '#86a098',
        air: '#e6e8da',
        lit: '#fff',
        amp: [0.06, 0.05],
        rough: 0.45,
        relief: 0.3,
      });
      wood(c, {
        seed: 8,
        y: (x) => 556 + Math.sin(x * 0.006) * 8,
        rows: 2,
        rowStep: 14,
        size: [22, 36],
        colours: ['#9fb85a', '#b6c870', '#86a654', '#c9cf86'],
        lit: '#f0efb0',
        light: [-0.6, -0.8],
      });
      const W = 1600;
      const base = 618;
      const arches = [
        [170, 62],
        [330, 78],
        [520, 96],
        [745, 116],
        [990, 104],
        [1190, 84],
        [1360, 66],
        [1490, 50],
      ] as const;
      const top = (x: number): number =>
        520 - 92 * Math.exp(-(((x - 760) / 460) ** 2)) + 40 * Math.abs((x - 760) / 900);
      let wall = `M-10 ${base + 4}`;
      for (const [x, R] of arches) wall += `L${x - R} ${base + 4}A${R} ${R} 0 0 1 ${x + R} ${base + 4}`;
      wall += `L1610 ${base + 4}`;
      for (let x = 1610; x >= -10; x -= 20) wall += `L${x} ${top(x)}`;
      wall += 'Z';
      const l = await Layer.svg(W, 1067, `<path d="${wall}" fill="#b9b09c"/>`);
      const n = noise(5);
      l.shade((x, y) => {
        const row = Math.floor(y / 15);
        const col = Math.floor((x + (row % 2) * 20) / 40);
        const joint = (y % 15 < 1.4 ? 0.82 : 1) * ((x + (row % 2) * 20) % 40 < 1.4 ? 0.85 : 1);
        const t = 0.86 + n.at(col * 3.7, row * 5.1) * 0.24 + n.fbm(x * 0.02, y * 0.02, 4) * 0.25;
        const damp = 1 - 0.3 * Math.max(0, (y - 560) / 60);
        const k = joint * t * damp;
        return [0.75 * k, 0.7 * k, 0.6 * k];
      });
      c.layer(l);
      let s = '';
      for (const [x, R] of arches)
        s += `<path d="M${x - R} ${base + 4}A${R} ${R} 0 0 1 ${x + R} ${base + 4}" fill="none" stroke="#8f8672" stroke-width="9"/><path d="M${x - R + 6} ${base + 4}A${R - 6} ${R - 6} 0 0 1 ${x + R - 6} ${base + 4}L${x + R - 20} ${base + 4}A${R - 20} ${R - 10} 0 0 0 ${x - R + 6} ${base + 4}Z" fill="#5f5a4e" opacity=".55"/>`;
      for (let x = -10; x < 1610; x += 34)
        s += `<path d="M${x} ${top(x) + 2}v-24" stroke="#d6cebb" stroke-width="7"/><circle cx="${x}" cy="${top(x) - 25}" r="5" fill="#e3dcc8"/>`;
      let rail = '';
      for (let x = -10; x <= 1610; x += 20) rail += `${x === -10 ? 'M' : 'L'}${x} ${top(x) - 12}`;
      s += `<path d="${rail}" fill="none" stroke="#cbc2ae" stroke-width="5"/><g fill="#4a4a4a"><path d="M700 ${top(700) - 4}l-3 -30q4 -10 9 0l-2 30z"/><circle cx="702" cy="${top(700) - 44}" r="6"/><path d="M672 ${top(672) - 50}q30 -24 60 0z" fill="#b3432f"/></g>`;
      await c.svg(s);
      c.reflect({ line: 622 / 1067, seed: 46, tint: '#8fa59a', tintAmount: 0.1, ripple: 0.28, depthTint: 0.25 });
      c.mist({ seed: 3, y: 0.585, depth: 0.008, colour: '#eef0e4', alpha: 0.6 });
      c.finish({ seed: 2 });
    },
  },
  {
    key: 'bridge-3',
    alt: '暮色中的斜拉桥，拉索对称展开，桥灯与车灯亮起',
    caption: '天色转蓝，斜拉桥的灯沿着拉索亮到塔顶。',
    focal: [0.5, 0.42],
    taken: '2024:10:09 19:00:00',
    async draw(c) {
      c.sky(
        [
          [0, '#182a5a'],
          [0.35, '#4a5f98'],
          [0.55, '#c58f98'],
          [0.66, '#ffc98c'],
        ],
        0,
        1,
      );
      c.clouds({
        seed: 45,
        y: 0.3,
        depth: 0.12,
        colour: '#f7a98c',
        under: '#3f4a7a',
        alpha: 0.7,
        scale: 3,
        stretch: 6,
      });
      range(c, {
        seed: 47,
        count: 3,
        top: 0.56,
        bottom: 0.63,
        far: '#8f7f9c',
        near: '#35335a',
        air: '#d99f92',
        lit: '#ffc994',
        amp: [0.05, 0.04],
        rough: 0.5,
        veil: 0.3,
      });
      const yD = 668;
      let s = '';
      for (const X of [480, 1120]) {
        for (let k = 1; k <= 15; k++) {
          const y = 150 + k * 17;
          for (const d of [-1, 1])
            s += `<path d="M${X} ${y}L${X + d * (24 + k * 0 + (16 - k) * 20)} ${yD - 6}" stroke="#f3e6d8" stroke-opacity=".75" stroke-width="1.7"/>`;
        }
        s += `<path d="M${X - 10} 120H${X + 10}L${X + 16} 300L${X + 40} ${yD + 60}H${X + 20}L${X} 380L${X - 20} ${yD + 60}H${X - 40}L${X - 16} 300Z" fill="url(#tower)"/><path d="M${X - 26} ${yD + 60}H${X + 26}V820H${X - 26}Z" fill="#4c4768"/><circle cx="${X}" cy="116" r="5" fill="#ff6a5a"/>`;
      }
      s += `<path d="M-10 ${yD - 8}H1610V${yD + 16}H-10Z" fill="#3c3a5c"/><path d="M-10 ${yD - 8}H1610" stroke="#f0c9a4" stroke-width="3"/>`;
      for (const X of [60, 260, 800, 1340, 1560])
        s += `<path d="M${X - 16} ${yD + 16}H${X + 16}L${X + 12} 820H${X - 12}Z" fill="#3a3858"/>`;
      await c.svg(s, {
        defs: '<linearGradient id="tower" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#5a5480"/><stop offset=".55" stop-color="#d9a79c"/><stop offset="1" stop-color="#f6cfa8"/></linearGradient>',
      });
      const r = rng(5);
      for (let x = 20; x < 1600; x += 44) {
        c.glow(x / 1600, (yD - 30) / 1067, 0.014, '#ffd590', 0.7);
        c.disc(x / 1600, (yD - 30) / 1067, 0.0013, '#fff3d0');
      }
      for (let k = 0; k < 46; k++) c.disc(r(), (yD - 12) / 1067, 0.001, r() < 0.5 ? '#ffece0' : '#ff5a48');
      for (let k = 0; k < 80; k++) {
        const x = r();
        const y = 0.655 + r.range(-0.01, 0.008);
        c.disc(x, y, r.range(0.0006, 0.0012), r.pick(['#ffd998', '#ffc070', '#dfe9ff']));
      }
      c.reflect({ line: 0.742, seed: 52, tint: '#232a55', tintAmount: 0.12, ripple: 1, depthTint: 0.4 });
      c.bloom(18, 0.45, 0.75);
      c.finish({ seed: 3 });
    },
  },
  {
    key: 'bridge-4',
    alt: '列车驶过跨河铁路桥，河谷农田在午后阳光下铺开',
    caption: '下午的列车跨过渭河，影子先一步落到水面上。',
    focal: [0.45, 0.6],
    taken: '2024:08:24 15:48:00',
    async draw(c) {
      const sky = [
        [0, '#4f90cc'],
        [0.6, '#a9cde0'],
        [1, '#efeede'],
      ] as const;
      c.sky(sky, 0, 0.3);
      c.clouds({
        seed: 57,
        y: 0.12,
        depth: 0.1,
        colour: '#ffffff',
        under: '#a4bbcd',
        alpha: 0.95,
        scale: 3,
        stretch: 2.6,
        cover: 0.1,
      });
      valley(c, {
        seed: 31,
        eye: 170,
        horizon: 0.26,
        far: 8000,
        sky,
        banks: ['#8faf56', '#c9b85f', '#6f9a4c', '#a9b95c', '#d6c47a'],
        woods: ['#477a3c', '#5a8a44', '#3c6a38'],
        sand: '#d3c09c',
        hill: '#7f8f58',
        sun: { azimuth: -65, elevation: 34, colour: '#fff0d0', strength: 2.3 },
        ambient: { colour: '#a6bfdd', strength: 0.62 },
        haze: { colour: '#c6d6da', distance: 4600 },
        water: [0.72, 0.82, 0.82],
        bend: 0.9,
        width: 46,
      });
      const y = (x: number): number => 720 - (x - 800) * 0.06;
      let s = '';
      for (let x = -60; x < 1700; x += 150)
        s += `<path d="M${x - 60} ${y(x) + 150}l40 -112h14l-36 112z" fill="#20301c" opacity=".3"/><path d="M${x - 13} ${y(x) + 6}H${x + 13}L${x + 17} ${y(x) + 160}H${x - 17}Z" fill="url(#pr)"/>`;
      s += `<path d="M-10 ${y(-10) - 4}L1610 ${y(1610) - 4}V${y(1610) + 18}L-10 ${y(-10) + 18}Z" fill="#a9aba4"/><path d="M-10 ${y(-10) - 4}L1610 ${y(1610) - 4}" stroke="#e3e4dc" stroke-width="5"/>`;
      s += `<g transform="rotate(-3.43 800 720)">${train(120, 712, 7, 170, '#f6f6f2', '#c0392b', '#3f5a6c')}</g>`;
      await c.svg(s, {
        defs: '<linearGradient id="pr" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#e6e3d6"/><stop offset="1" stop-color="#8f9188"/></linearGradient>',
      });
      wood(c, {
        seed: 18,
        y: (x) => 1000 + Math.sin(x * 0.005) * 18,
        rows: 3,
        rowStep: 40,
        size: [40, 66],
        colours: ['#3f6f38', '#54853f', '#6a9a48'],
        light: [-0.7, -0.7],
        gap: 1.1,
      });
      await c.svg(
        birds(rng(3), { count: 6, x: 1150, y: 240, spreadX: 80, spreadY: 26, size: [9, 15], colour: '#4a5a66' }),
      );
      c.finish({ seed: 4 });
    },
  },
];
