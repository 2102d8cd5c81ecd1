/** Six sound pieces and the ambient tracks of the films. Everything is synthesised here. */
import { rng } from '../lib/noise.ts';
import { type Track, tone } from '../lib/sound.ts';

export interface Piece {
  key: string;
  title: string;
  seconds: number;
  poster: string;
  chapters?: { at: number; title: string }[];
  cues: [number, number, string][];
  compose(t: Track): void;
}
/** A phrase: [beat, degree, gain?, bend?] over a tonic. */
function phrase(
  t: Track,
  at: number,
  beat: number,
  tonic: number,
  notes: readonly (readonly [number, number, number?, number?])[],
  o: { gain?: number; decay?: number; bright?: number; pan?: number; wet?: number } = {},
): void {
  for (const [b, d, g, bend] of notes)
    t.pluck(at + b * beat, tone(tonic, d), {
      gain: (o.gain ?? 0.3) * (g ?? 1),
      decay: o.decay ?? 3.2,
      bright: o.bright ?? 0.5,
      pan: (o.pan ?? 0) + (d - 3) * 0.05,
      wet: o.wet ?? 0.35,
      bend,
      seed: Math.floor(b * 31 + d * 7 + at * 13),
    });
}
/** A sweep across the strings. */
function sweep(t: Track, at: number, tonic: number, from: number, to: number, gap: number, gain: number): void {
  const step = from < to ? 1 : -1;
  let k = 0;
  for (let d = from; d !== to + step; d += step, k++)
    t.pluck(at + k * gap, tone(tonic, d), {
      gain: gain * (0.6 + 0.4 * (k / Math.abs(to - from))),
      decay: 2.6,
      bright: 0.6,
      pan: d * 0.06 - 0.3,
      wet: 0.4,
      seed: k + 5,
    });
}

export const audio: Piece[] = [
  {
    key: 'tuoling',
    title: '驼铃与古道',
    seconds: 54,
    poster: 'terrace-6',
    chapters: [
      { at: 0, title: '风起' },
      { at: 13, title: '驼队走近' },
      { at: 38, title: '走远' },
    ],
    cues: [
      [0, 6, '[风声]'],
      [6, 13, '[远处驼铃]'],
      [13, 30, '[驼铃走近，筝声缓起]'],
      [30, 42, '[笛声]'],
      [42, 54, '[驼铃渐远，风声]'],
    ],
    compose(t) {
      t.bed({ seed: 2, low: 160, high: 700, gain: 1.1, swell: 0.09, depth: 0.6, sweep: 0.5, wet: 0.1 });
      const bellParts: [number, number, number][] = [
        [1, 1, 0.6],
        [2.7, 0.5, 0.4],
        [5.2, 0.24, 0.2],
        [0.5, 0.3, 0.7],
      ];
      const r = rng(4);
      for (let k = 0; k < 52; k++) {
        const at = 5 + k * 0.92 + r.gauss() * 0.05;
        if (at > 51) break;
        const near = Math.exp(-(((at - 27) / 12) ** 2));
        t.bell(at, (k % 2 ? 640 : 560) * r.range(0.99, 1.01), {
          gain: 0.05 + 0.2 * near,
          seconds: 1.5,
          pan: (at - 27) / 34,
          wet: 0.75 - near * 0.4,
          partials: bellParts,
        });
        t.bed({ seed: 90 + k, low: 60, high: 260, gain: 1.2 * near, from: at + 0.3, to: at + 0.5, fade: 0.08 });
      }
      const D = 146.8;
      for (const [at, notes] of [
        [
          14,
          [
            [0, 0],
            [2, 2],
            [3, 3],
            [4, 5, 1, 0],
            [7, 4, 0.8],
            [8, 3, 0.8, 0.6],
          ],
        ],
        [
          20.5,
          [
            [0, 5],
            [1, 7, 0.9],
            [2, 6],
            [4, 5, 1, 0.7],
            [6, 3, 0.8],
            [7, 2, 0.8],
          ],
        ],
        [
          27,
          [
            [0, 0],
            [1, 3],
            [2, 5],
            [3, 7, 1, 0],
            [5, 8, 0.9],
            [7, 7, 0.8, 0.5],
          ],
        ],
        [
          34,
          [
            [0, 5],
            [2, 4],
            [3, 3],
            [4, 2],
            [6, 0, 1.1],
          ],
        ],
        [
          41,
          [
            [0, 2],
            [2, 0],
            [4, -2, 1],
          ],
        ],
      ] as const)
        phrase(t, at, 0.66, D * 1, notes as never, { gain: 0.34, decay: 4 });
      const F: [number, number, number][] = [
        [29.5, 1.6, 7],
        [31.2, 0.8, 8],
        [32, 2.2, 9],
        [34.6, 1, 8],
        [35.6, 0.8, 7],
        [36.5, 3, 5],
      ];
      let prev = 0;
      for (const [at, len, d] of F) {
        const hz = tone(D, d);
        t.flute(at, len, hz, { gain: 0.075, pan: 0.2, from: prev || undefined });
        prev = hz;
      }
      t.pad(10, 34, [D / 2, D * 0.75, D], { gain: 0.06 });
      t.room(1, 2.8);
    },
  },
  {
    key: 'yuye',
    title: '雨夜读诗',
    seconds: 52,
    poster: 'rain-3',
    chapters: [
      { at: 0, title: '檐下听雨' },
      { at: 14, title: '琴声' },
      { at: 40, title: '雨渐小' },
    ],
    cues: [
      [0, 6, '[雨声，檐水滴落]'],
      [6, 14, '[远处一声钟]'],
      [14, 40, '[古琴声，雨声]'],
      [40, 52, '[雨声渐小]'],
    ],
    compose(t) {
      t.bed({ seed: 5, low: 900, high: 7000, gain: 0.34, swell: 0.07, depth: 0.3 });
      t.bed({ seed: 6, low: 200, high: 900, gain: 0.3, swell: 0.05, depth: 0.3, wet: 0.2 });
      const r = rng(8);
      t.drops(r, { count: 900, from: 0, to: 51, hz: [1400, 4200], gain: 0.05 });
      for (let k = 0; k < 44; k++)
        t.drops(r, { count: 1, from: k * 1.17 + 0.3, to: k * 1.17 + 0.42, hz: [520, 760], gain: 0.26, wet: 0.7 });
      t.bell(7, 98, { gain: 0.2, seconds: 8, wet: 0.8, pan: -0.4 });
      const A = 110;
      for (const [at, notes] of [
        [
          13,
          [
            [0, 0, 1.1],
            [2, 3],
            [3, 4, 0.8, 0.5],
            [5, 2, 0.9],
          ],
        ],
        [
          19,
          [
            [0, 5],
            [2, 4, 0.8],
            [3, 3, 0.9, 0.8],
            [5, 0, 1.1],
          ],
        ],
        [
          25,
          [
            [0, 2],
            [1, 3],
            [2, 5, 1, 0],
            [4, 6, 0.9, 0.6],
            [6, 5, 0.7],
          ],
        ],
        [
          31.5,
          [
            [0, 7],
            [1.5, 5, 0.9],
            [3, 4, 0.8],
            [4, 3, 0.9, 0.5],
            [6, 0, 1.1],
          ],
        ],
        [
          38.5,
          [
            [0, 2],
            [2, 0],
            [4, -5, 1.2],
          ],
        ],
        [
          44,
          [
            [0, 5, 0.6],
            [2, 10, 0.4],
          ],
        ],
      ] as const)
        phrase(t, at, 0.86, A, notes as never, { gain: 0.42, decay: 5, bright: 0.32, wet: 0.5 });
      t.room(1, 3);
    },
  },
  {
    key: 'zaoshi',
    title: '早市声音',
    seconds: 46,
    poster: 'market-1',
    cues: [
      [0, 8, '[人声渐起，鸟鸣]'],
      [8, 20, '[自行车铃，竹筐放下]'],
      [20, 34, '[讨价还价的人声，秤盘轻响]'],
      [34, 46, '[人声鼎沸，渐远]'],
    ],
    compose(t) {
      t.bed({ seed: 12, low: 120, high: 900, gain: 0.35, swell: 0.12, depth: 0.2 });
      t.murmur({ seed: 3, voices: 26, gain: 0.5 });
      t.murmur({ seed: 7, voices: 8, gain: 1.1, from: 6, to: 42 });
      const r = rng(5);
      for (let k = 0; k < 13; k++)
        t.bird(r.range(0, 44), {
          hz: r.range(2600, 4200),
          notes: r.int(2, 6),
          gain: 0.045,
          pan: r.range(-0.9, 0.9),
          seed: k + 2,
        });
      const ring: [number, number, number][] = [
        [1, 1, 0.4],
        [2.76, 0.5, 0.3],
        [5.4, 0.3, 0.2],
      ];
      for (const at of [8.2, 8.5, 23.4, 23.65, 36.2, 36.5])
        t.bell(at, 1850, { gain: 0.1, seconds: 1, pan: at > 20 ? 0.6 : -0.6, wet: 0.3, partials: ring });
      for (let k = 0; k < 16; k++)
        t.bell(r.range(10, 44), r.range(2400, 3600), {
          gain: 0.03,
          seconds: 0.4,
          pan: r.range(-0.8, 0.8),
          partials: ring,
        });
      for (let k = 0; k < 12; k++) {
        const at = r.range(3, 43);
        t.bed({ seed: 50 + k, low: 90, high: r.range(300, 900), gain: 2.2, from: at, to: at + 0.16, fade: 0.05 });
      }
      const G = 196;
      for (const at of [1, 40])
        phrase(
          t,
          at,
          0.3,
          G,
          [
            [0, 0],
            [1, 2],
            [2, 3],
            [3, 5],
            [5, 3],
            [6, 2],
            [7, 3, 1.1],
          ],
          { gain: 0.2, decay: 1.6, bright: 0.7 },
        );
      t.room(0.7, 1.2);
    },
  },
  {
    key: 'hekou',
    title: '渡口',
    seconds: 50,
    poster: 'weihe-1',
    cues: [
      [0, 8, '[水拍船帮]'],
      [8, 26, '[摇橹声，笛声]'],
      [26, 40, '[水鸟，筝声]'],
      [40, 50, '[水声渐远]'],
    ],
    compose(t) {
      t.bed({ seed: 21, low: 220, high: 1500, gain: 0.75, swell: 0.28, depth: 0.5, sweep: 0.4 });
      t.bed({ seed: 22, low: 60, high: 300, gain: 0.7, swell: 0.17, depth: 0.5 });
      const r = rng(6);
      for (let k = 0; k < 15; k++) {
        const at = 6 + k * 2.5;
        t.bed({ seed: 60 + k, low: 300, high: 2200, gain: 1.5, from: at, to: at + 1.2, fade: 0.5 });
        // the creak of the sweep
        for (let q = 0; q < 2; q++) {
          const hz = r.range(180, 230);
          t.flute(at + 0.3 + q * 0.6, 0.4, hz, { gain: 0.016, pan: -0.3, from: hz * 1.25 });
        }
      }
      t.drops(r, { count: 160, from: 0, to: 49, hz: [380, 1100], gain: 0.12 });
      const D = 293.7;
      let prev = 0;
      for (const [at, len, d] of [
        [9, 2, 0],
        [11.2, 1, 2],
        [12.2, 2.4, 3],
        [15, 1, 5],
        [16, 0.7, 4],
        [16.8, 2.6, 3],
        [20, 1.2, 2],
        [21.2, 3.2, 0],
        [40, 1.4, 3],
        [41.5, 1, 2],
        [42.6, 3.6, 0],
      ] as const) {
        const hz = tone(D, d);
        t.flute(at, len, hz, { gain: 0.1, pan: 0.15, from: prev || undefined });
        prev = hz;
      }
      for (const [at, notes] of [
        [
          26,
          [
            [0, 0],
            [1, 2],
            [2, 3],
            [3, 5],
            [5, 4, 0.8],
            [6, 3, 0.9, 0.5],
          ],
        ],
        [
          31,
          [
            [0, 5],
            [1, 7],
            [2, 6, 0.8],
            [3, 5],
            [5, 3],
            [6, 2],
          ],
        ],
        [
          36,
          [
            [0, 3],
            [1, 2],
            [2, 0, 1.1],
          ],
        ],
      ] as const)
        phrase(t, at, 0.55, D / 2, notes as never, { gain: 0.3, decay: 3.4 });
      for (const at of [24, 29.4, 38])
        t.bird(at, { hz: 1700, notes: 3, gain: 0.05, pan: 0.7, seed: Math.floor(at), speed: 0.6 });
      t.pad(4, 44, [D / 4, D / 2, (D / 2) * 1.5], { gain: 0.05 });
      t.room(0.9, 2.4);
    },
  },
  {
    key: 'liuyin',
    title: '柳荫',
    seconds: 44,
    poster: 'weihe-5',
    cues: [
      [0, 8, '[蝉声，风过柳枝]'],
      [8, 30, '[筝声轻快]'],
      [30, 44, '[鸟鸣，蝉声]'],
    ],
    compose(t) {
      t.bed({ seed: 31, low: 700, high: 4200, gain: 0.3, swell: 0.14, depth: 0.8, sweep: 0.3 });
      // cicadas: a fast-trembling narrow band that comes and goes
      for (const side of [-0.7, 0.6]) {
        for (let i = 0; i < t.n; i++) {
          const s = i / 44100;
          const swell = Math.max(0, Math.sin(s * 0.42 + side * 2)) ** 2;
          if (swell < 0.01) continue;
          const v =
            Math.sin(2 * Math.PI * (4300 + side * 200) * s) *
            (0.5 + 0.5 * Math.sin(2 * Math.PI * 47 * s)) *
            swell *
            0.02 *
            Math.min(1, s / 2);
          t.put(i, v, side, 0.1);
        }
      }
      const r = rng(9);
      for (let k = 0; k < 11; k++)
        t.bird(r.range(1, 42), {
          hz: r.range(2200, 3600),
          notes: r.int(3, 7),
          gain: 0.05,
          pan: r.range(-0.8, 0.8),
          seed: k + 22,
        });
      const G = 196;
      sweep(t, 7, G, 0, 10, 0.075, 0.22);
      for (const [at, notes] of [
        [
          9,
          [
            [0, 5],
            [1, 3],
            [2, 5],
            [3, 7],
            [4, 8, 1, 0],
            [6, 7],
            [7, 5],
          ],
        ],
        [
          13,
          [
            [0, 3],
            [1, 5],
            [2, 3],
            [3, 2],
            [4, 0, 1, 0.6],
            [6, 2],
            [7, 3],
          ],
        ],
        [
          17,
          [
            [0, 5],
            [1, 7],
            [2, 8],
            [3, 10],
            [4, 8],
            [5, 7],
            [6, 8, 1, 0.5],
          ],
        ],
        [
          21,
          [
            [0, 7],
            [1, 5],
            [2, 3],
            [3, 5],
            [4, 3],
            [5, 2],
            [6, 0, 1.1],
          ],
        ],
        [
          25,
          [
            [0, 0],
            [1, 2],
            [2, 3],
            [3, 5],
            [4, 7, 1, 0.6],
            [7, 5, 0.8],
          ],
        ],
      ] as const) {
        phrase(t, at, 0.48, G, notes as never, { gain: 0.3, decay: 2.4, bright: 0.62 });
        t.pluck(at, tone(G / 2, 0), { gain: 0.28, decay: 3.4, bright: 0.35, seed: Math.floor(at) });
        t.pluck(at + 1.92, tone(G / 2, 3), { gain: 0.22, decay: 3, bright: 0.35, seed: Math.floor(at) + 1 });
      }
      sweep(t, 29.4, G, 10, 0, 0.085, 0.2);
      phrase(
        t,
        36,
        0.7,
        G,
        [
          [0, 3],
          [1, 2],
          [2, 0, 1.1],
          [4, 5, 0.6],
        ],
        { gain: 0.24, decay: 3.4 },
      );
      t.room(0.8, 1.8);
    },
  },
  {
    key: 'dongzhi',
    title: '冬至',
    seconds: 48,
    poster: 'snow-2',
    cues: [
      [0, 8, '[风雪声]'],
      [8, 20, '[钟声]'],
      [20, 40, '[琴与钟磬]'],
      [40, 48, '[踏雪声，风声]'],
    ],
    compose(t) {
      t.bed({ seed: 41, low: 250, high: 1100, gain: 1, swell: 0.08, depth: 0.7, sweep: 0.6, wet: 0.1 });
      t.bed({ seed: 42, low: 2000, high: 6000, gain: 0.06, swell: 0.2, depth: 0.6 });
      for (const at of [4, 12, 20, 28, 36]) t.bell(at, 110, { gain: 0.26, seconds: 9, wet: 0.6, pan: -0.2 });
      const E = 164.8;
      const chime: [number, number, number][] = [
        [1, 1, 0.8],
        [2.76, 0.3, 0.4],
        [5.4, 0.12, 0.2],
      ];
      for (const [at, d] of [
        [8, 10],
        [9, 12],
        [10, 13],
        [12.5, 15],
        [16, 13],
        [17, 12],
        [18, 10],
        [24, 12],
        [25, 13],
        [26, 15],
        [28, 17],
        [31, 15],
        [33, 13],
        [36.5, 12],
        [38, 10],
      ] as const)
        t.bell(at, tone(E, d), { gain: 0.1, seconds: 3.4, pan: (d - 12) * 0.14, wet: 0.7, partials: chime });
      for (const [at, notes] of [
        [
          15,
          [
            [0, 0, 1.1],
            [2, 3],
            [3, 2, 0.9, 0.5],
          ],
        ],
        [
          21,
          [
            [0, 5],
            [2, 3],
            [4, 2],
            [5, 0, 1.1],
          ],
        ],
        [
          29,
          [
            [0, 0],
            [1, 3],
            [3, 5, 1, 0.6],
            [5, 3],
          ],
        ],
        [
          35,
          [
            [0, 2],
            [2, 0],
            [4, -5, 1.2],
          ],
        ],
      ] as const)
        phrase(t, at, 0.8, E / 1, notes as never, { gain: 0.34, decay: 4.4, bright: 0.36, wet: 0.5 });
      const r = rng(3);
      for (let k = 0; k < 12; k++) {
        const at = 40 + k * 0.62;
        t.bed({ seed: 70 + k, low: 900, high: 3800, gain: 0.75 * r.range(0.7, 1), from: at, to: at + 0.26, fade: 0.1 });
      }
      t.pad(6, 40, [E / 2, E * 0.75], { gain: 0.06 });
      t.room(1, 3.2);
    },
  },
];

/** Quiet beds under the films. */
export const ambience: Record<string, (t: Track) => void> = {
  yunhai(t) {
    t.bed({ seed: 3, low: 180, high: 700, gain: 0.8, swell: 0.1, depth: 0.5, sweep: 0.4 });
    t.pad(0, t.seconds, [98, 147, 196, 294], { gain: 0.12 });
    phrase(
      t,
      3,
      0.8,
      196,
      [
        [0, 0],
        [2, 2],
        [3, 3],
        [5, 5, 1, 0.5],
        [8, 7],
        [10, 5],
        [12, 3, 0.9],
        [15, 5, 0.9],
        [18, 8, 0.8],
      ],
      { gain: 0.26, decay: 4 },
    );
    t.room(1, 3);
  },
  hesheng(t) {
    t.bed({ seed: 4, low: 220, high: 1400, gain: 0.7, swell: 0.3, depth: 0.4, sweep: 0.3 });
    t.drops(rng(4), { count: 70, from: 0, to: t.seconds, hz: [400, 1000], gain: 0.1 });
    t.pad(0, t.seconds, [110, 165, 220], { gain: 0.08 });
    for (const [at, len, d] of [
      [3, 2, 5],
      [5.2, 1, 7],
      [6.4, 2.6, 8],
      [10, 1.2, 7],
      [11.3, 1, 5],
      [12.4, 3, 3],
      [17, 1.4, 5],
      [18.5, 3, 0],
    ] as const)
      t.flute(at, len, tone(220, d), { gain: 0.08 });
    t.room(1, 2.4);
  },
  taotu(t) {
    t.bed({ seed: 5, low: 100, high: 420, gain: 0.6, swell: 0.1, depth: 0.3 });
    t.pad(0, t.seconds, [73.4, 110, 146.8], { gain: 0.12 });
    for (let k = 0; k < 9; k++)
      t.bell(1 + k * 2.1, tone(293.7, [0, 3, 2, 5, 3, 7, 5, 3, 0][k] as number), { gain: 0.12, seconds: 4, wet: 0.7 });
    t.room(1, 2.6);
  },
  xueluo(t) {
    t.bed({ seed: 6, low: 260, high: 900, gain: 0.8, swell: 0.09, depth: 0.6, sweep: 0.5 });
    for (const at of [2, 9, 16]) t.bell(at, 110, { gain: 0.24, seconds: 8, wet: 0.6 });
    t.pad(0, t.seconds, [82.4, 123.5, 164.8], { gain: 0.09 });
    phrase(
      t,
      5,
      0.9,
      164.8,
      [
        [0, 5],
        [2, 3],
        [4, 2],
        [6, 0],
        [9, 3],
        [11, 5],
      ],
      { gain: 0.22, decay: 4.4, bright: 0.34 },
    );
    t.room(1, 3.2);
  },
  dengying(t) {
    t.murmur({ seed: 4, voices: 14, gain: 0.35 });
    t.bed({ seed: 7, low: 150, high: 800, gain: 0.2 });
    for (let k = 0; k < 4; k++)
      phrase(
        t,
        1 + k * 4.4,
        0.36,
        220,
        [
          [0, 0],
          [1, 2],
          [2, 3],
          [3, 5],
          [4, 3],
          [6, 5],
          [7, 7],
          [8, 5, 1, 0.5],
        ],
        { gain: 0.28, decay: 2.2, bright: 0.65 },
      );
    t.room(0.8, 1.6);
  },
  taohua(t) {
    t.bed({ seed: 8, low: 500, high: 2600, gain: 0.3, swell: 0.15, depth: 0.7, sweep: 0.3 });
    const r = rng(12);
    for (let k = 0; k < 7; k++)
      t.bird(r.range(0.5, t.seconds - 2), {
        hz: r.range(2300, 3700),
        notes: r.int(3, 6),
        gain: 0.05,
        pan: r.range(-0.8, 0.8),
        seed: k,
      });
    phrase(
      t,
      2,
      0.52,
      246.9,
      [
        [0, 0],
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 7],
        [6, 5],
        [8, 3],
        [9, 5, 1, 0.5],
        [12, 7],
        [13, 8],
        [14, 10],
        [16, 8],
        [18, 7],
        [20, 5],
        [22, 3],
        [24, 5],
        [27, 0, 1.1],
      ],
      { gain: 0.28, decay: 2.8, bright: 0.58 },
    );
    t.room(0.9, 2);
  },
};
