/** Painted pottery in the manner of Dadiwan, turned on an imaginary wheel: a profile, a painted skin, one light. */
import { type Canvas, Layer } from '../lib/canvas.ts';
import { hex, type Rgb } from '../lib/colour.ts';
import { clamp, lerp, noise, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';

/** Pattern on the skin: a in turns (0..1 around), v 0 (mouth) .. 1 (foot). Returns 0 = clay, 1 = black, 2 = white slip, 3 = red. */
export type Skin = (a: number, v: number) => number;
export interface Pot {
  /** Radius by height, v 0..1, as fractions of the height. */
  radius(v: number): number;
  skin: Skin;
  clay: string;
  /** Height of the mouth's ellipse as a fraction of its width. */
  tilt: number;
}
const knots =
  (list: readonly (readonly [number, number])[]) =>
  (v: number): number => {
    let k = 0;
    while (k < list.length - 2 && v > (list[k + 1] as readonly [number, number])[0]) k++;
    const p0 = list[Math.max(0, k - 1)] as readonly [number, number];
    const p1 = list[k] as readonly [number, number];
    const p2 = list[k + 1] as readonly [number, number];
    const p3 = list[Math.min(list.length - 1, k + 2)] as readonly [number, number];
    const t = clamp((v - p1[0]) / (p2[0] - p1[0]));
    const m1 = ((p2[1] - p0[1]) / (p2[0] - p0[0] || 1)) * (p2[0] - p1[0]);
    const m2 = ((p3[1] - p1[1]) / (p3[0] - p1[0] || 1)) * (p2[0] - p1[0]);
    return (
      (2 * t ** 3 - 3 * t * t + 1) * p1[1] +
      (t ** 3 - 2 * t * t + t) * m1 +
      (-2 * t ** 3 + 3 * t * t) * p2[1] +
      (t ** 3 - t * t) * m2
    );
  };

const line = (d: number, w: number): boolean => Math.abs(d) < w;
/** Running spirals with eyes, between bands. */
export const spiralSkin: Skin = (a, v) => {
  if (line(v - 0.02, 0.014) || line(v - 0.1, 0.006) || line(v - 0.22, 0.007) || line(v - 0.245, 0.003)) return 1;
  if (line(v - 0.66, 0.008) || line(v - 0.69, 0.004) || line(v - 0.72, 0.004)) return 1;
  if (v > 0.12 && v < 0.2) {
    const t = (a * 26) % 1;
    return Math.abs(t - 0.5) * 2 > (v - 0.12) / 0.08 ? 1 : 0;
  }
  if (v > 0.25 && v < 0.65) {
    const n = 5;
    const cell = Math.floor(a * n);
    const x = (a * n - cell - 0.5) * 2;
    const y = (v - 0.45) / 0.2;
    const r = Math.hypot(x * 0.95, y * 0.95);
    const th = Math.atan2(y, x);
    if (r < 0.13) return 1;
    if (r < 0.2) return 2;
    if (r < 0.8) {
      const s = (r * 2.35 - th / (Math.PI * 2) + 10) % 1;
      return s < 0.44 ? 1 : s < 0.52 ? 2 : 0;
    }
    const wave = y - 0.92 * Math.sin(a * n * Math.PI * 2 + Math.PI / 2) * 0.9;
    if (line(wave, 0.11)) return 1;
    return 0;
  }
  return 0;
};
/** Fish swimming round a basin. */
export const fishSkin: Skin = (a, v) => {
  if (v < 0.09) return 1;
  if (line(v - 0.16, 0.012) || line(v - 0.83, 0.014) || line(v - 0.78, 0.007)) return 1;
  if (v > 0.2 && v < 0.75) {
    const n = 6;
    const t = a * n;
    const x = (t - Math.floor(t) - 0.5) * 2; // -1..1, head at the right
    const y = (v - 0.47) / 0.26;
    const body = 0.62 * Math.sqrt(Math.max(0, 1 - ((x - 0.12) / 0.66) ** 2));
    if (Math.abs(y) < body && x > -0.52 && x < 0.78) {
      if (Math.hypot(x - 0.5, (y + 0.08) * 0.8) < 0.055) return 1;
      if (Math.hypot(x - 0.5, (y + 0.08) * 0.8) < 0.12) return 2;
      if (x > 0.3 && x < 0.345) return 1;
      if (x > 0.345) return Math.abs(y) > body - 0.1 || (y > 0.1 && y < 0.16 && x > 0.6) ? 1 : 0;
      if (Math.abs(y) > body - 0.12) return 1;
      const g = (x * 4.2 + Math.abs(y) * 1.3 + 9) % 1;
      return g < 0.42 ? 1 : 0;
    }
    const tx = (x + 0.5) / -0.42;
    if (tx > 0 && tx < 1 && Math.abs(y) < 0.14 + tx * 0.62 && Math.abs(y) > tx * tx * 0.34) return 1;
    const fx = (x - 0.1) / 0.22;
    if (Math.abs(fx) < 1 && Math.abs(y) > body && Math.abs(y) < body + 0.26 * (1 - Math.abs(fx))) return 1;
    return 0;
  }
  return 0;
};
/** Petal and dot pattern of arcs and triangles. */
export const petalSkin: Skin = (a, v) => {
  if (line(v - 0.03, 0.018) || line(v - 0.2, 0.008) || line(v - 0.62, 0.01) || line(v - 0.65, 0.004)) return 1;
  if (v > 0.21 && v < 0.61) {
    const n = 6;
    const t = a * n;
    const x = (t - Math.floor(t) - 0.5) * 2;
    const y = (v - 0.41) / 0.2;
    const lens = Math.hypot(x, y + 1.15) < 1.3 && Math.hypot(x, y - 1.15) < 1.3;
    if (Math.hypot(x, y) < 0.15) return 1;
    if (lens) return Math.abs(x) < 0.5 && line(y, 0.035) && Math.hypot(x, y) > 0.2 ? 1 : 3;
    return 1;
  }
  if (v > 0.08 && v < 0.17) return (a * 40) % 1 < 0.4 ? 1 : 0;
  return 0;
};
/** Net of lozenges. */
export const netSkin: Skin = (a, v) => {
  if (line(v - 0.02, 0.014) || line(v - 0.18, 0.008) || line(v - 0.6, 0.01)) return 1;
  if (v > 0.19 && v < 0.59) {
    const n = 8;
    const t = (a * n) % 1;
    const y = (v - 0.39) / 0.2;
    const d = Math.abs(t - 0.5) * 2 + Math.abs(y);
    if (d < 0.8) {
      const p = (a * n * 6 + y * 3) % 1;
      const q = (a * n * 6 - y * 3 + 30) % 1;
      return p < 0.24 || q < 0.24 ? 1 : 2;
    }
    return d < 0.95 ? 3 : 1;
  }
  return 0;
};

export const VASE: Pot = {
  radius: knots([
    [0, 0.19],
    [0.03, 0.2],
    [0.1, 0.155],
    [0.18, 0.17],
    [0.3, 0.31],
    [0.43, 0.385],
    [0.56, 0.365],
    [0.75, 0.26],
    [0.92, 0.165],
    [1, 0.155],
  ]),
  skin: spiralSkin,
  clay: '#c77b4b',
  tilt: 0.2,
};
export const BASIN: Pot = {
  radius: knots([
    [0, 0.98],
    [0.05, 1.0],
    [0.1, 0.93],
    [0.3, 0.93],
    [0.55, 0.84],
    [0.8, 0.62],
    [1, 0.4],
  ]),
  skin: fishSkin,
  clay: '#c9824f',
  tilt: 0.24,
};
export const JAR: Pot = {
  radius: knots([
    [0, 0.3],
    [0.04, 0.31],
    [0.1, 0.28],
    [0.2, 0.4],
    [0.36, 0.5],
    [0.52, 0.49],
    [0.76, 0.34],
    [1, 0.22],
  ]),
  skin: petalSkin,
  clay: '#bf7040',
  tilt: 0.2,
};
export const POINTED: Pot = {
  radius: knots([
    [0, 0.1],
    [0.03, 0.115],
    [0.08, 0.075],
    [0.14, 0.085],
    [0.26, 0.2],
    [0.4, 0.235],
    [0.6, 0.2],
    [0.8, 0.11],
    [1, 0.03],
  ]),
  skin: netSkin,
  clay: '#b9754a',
  tilt: 0.2,
};

/** Draws a pot with its mouth centred at (cx, top) and the given height in pixels; `turn` in turns. */
export function drawPot(
  l: Layer,
  p: Pot,
  o: {
    cx: number;
    top: number;
    height: number;
    turn: number;
    light: [number, number, number];
    ambient?: number;
    warm?: string;
    cool?: string;
    seed?: number;
    ss?: number;
    bounce?: string;
    exposure?: number;
  },
): void {
  const { cx, top, height: H } = o;
  const n = noise(o.seed ?? 3);
  const clay = hex(p.clay);
  const ink: Rgb = [0.13, 0.085, 0.07];
  const slip: Rgb = [0.9, 0.83, 0.7];
  const red: Rgb = [0.6, 0.24, 0.15];
  const ll = Math.hypot(...o.light);
  const L: Rgb = [o.light[0] / ll, o.light[1] / ll, o.light[2] / ll];
  const warm = hex(o.warm ?? '#fff0d8');
  const cool = hex(o.cool ?? '#8fa3c0');
  const bounce = hex(o.bounce ?? '#a0663a');
  const amb = o.ambient ?? 0.26;
  const maxR = Math.max(...Array.from({ length: 60 }, (_, k) => p.radius(k / 59))) * H;
  const ss = o.ss ?? 2;
  const r0 = p.radius(0) * H;
  const cc: Rgb = [0, 0, 0];
  for (let y = Math.floor(top - r0 * p.tilt - 2); y < top + H + maxR * p.tilt + 2; y++)
    for (let x = Math.floor(cx - maxR - 2); x < cx + maxR + 2; x++) {
      if (x < 0 || y < 0 || x >= l.w || y >= l.h) continue;
      let r = 0;
      let g = 0;
      let b = 0;
      let hits = 0;
      for (let q = 0; q < ss * ss; q++) {
        const X = x + ((q % ss) + 0.5) / ss - cx;
        const Y = y + (Math.floor(q / ss) + 0.5) / ss;
        // inside of the mouth
        const my = (Y - top) / (r0 * p.tilt);
        const mx = X / r0;
        const inMouth = mx * mx + my * my < 1;
        // front surface: the point of the ring at height v that projects to (X, Y)
        let v = clamp((Y - top) / H, 0, 1);
        let s = 2;
        for (let it = 0; it < 5; it++) {
          const R = p.radius(clamp(v)) * H;
          s = X / R;
          if (Math.abs(s) >= 1) break;
          v = (Y - top - Math.sqrt(1 - s * s) * R * p.tilt) / H;
        }
        const R = p.radius(clamp(v)) * H;
        s = X / R;
        const front = v >= 0 && v <= 1 && Math.abs(s) < 1;
        if (!front && !inMouth) continue;
        hits++;
        if (inMouth && !front) {
          const rim = mx * mx + my * my > 0.87;
          const d = clamp(0.1 + (1 - my) * 0.16 + mx * L[0] * -0.2);
          for (let m = 0; m < 3; m++) cc[m] = rim ? (ink[m] as number) * 2.4 : (clay[m] as number) * d;
          r += cc[0];
          g += cc[1];
          b += cc[2];
          continue;
        }
        const z = Math.sqrt(1 - s * s);
        const slope = (p.radius(clamp(v + 0.006)) - p.radius(clamp(v - 0.006))) / 0.012;
        let nx = s;
        let ny = -slope * 0.8;
        let nz = z + p.tilt * 0.3;
        const throwing = Math.sin(v * 190) * 0.012 + n.at(v * 40, s * 2) * 0.02;
        ny += throwing;
        const nl = Math.hypot(nx, ny, nz);
        nx /= nl;
        ny /= nl;
        nz /= nl;
        let a = Math.asin(clamp(s, -1, 1)) / (Math.PI * 2) + o.turn;
        a = ((a % 1) + 1) % 1;
        const wob = n.fbm(a * 30, v * 22, 3);
        const k = p.skin((((a + wob * 0.0012) % 1) + 1) % 1, v + wob * 0.0016);
        const tex = n.fbm(a * 60, v * 46, 4) * 0.13 + n.fbm(a * 9, v * 7, 3) * 0.16;
        const worn = smooth(0.26, 0.52, n.fbm(a * 44 + 7, v * 34, 4));
        const smoke = smooth(0.1, 0.6, n.fbm(a * 4 + 3, v * 3, 3)) * 0.3;
        const base = k === 1 ? ink : k === 2 ? slip : k === 3 ? red : clay;
        const hl = Math.max(0, nx * L[0] + ny * L[1] + nz * L[2]);
        const hx = L[0];
        const hy = L[1];
        const hz = L[2] + 1;
        const hn = Math.hypot(hx, hy, hz);
        const spec = Math.max(0, (nx * hx + ny * hy + nz * hz) / hn) ** 26 * 0.16;
        const ao = smooth(0, 0.05, v) * 0.3 + 0.7;
        for (let m = 0; m < 3; m++) {
          let col = lerp(base[m] as number, clay[m] as number, k ? worn * 0.65 : 0) * (1 + tex) * (1 - smoke * 0.5);
          col =
            col *
            ((warm[m] as number) * hl * 1.12 +
              (cool[m] as number) * amb * (0.7 + 0.3 * -ny) +
              (bounce[m] as number) * 0.22 * Math.max(0, ny)) *
            ao;
          cc[m] = (col + spec * (warm[m] as number)) * (o.exposure ?? 1);
        }
        r += cc[0];
        g += cc[1];
        b += cc[2];
      }
      if (hits) l.put(x, y, [r / hits, g / hits, b / hits], hits / (ss * ss));
    }
}
/** A soft contact shadow. */
export async function shadow(
  c: Canvas,
  x: number,
  y: number,
  rx: number,
  ry: number,
  alpha: number,
  blur: number,
  dx = 0,
): Promise<void> {
  await c.svg(`<ellipse cx="${x + dx}" cy="${y}" rx="${rx}" ry="${ry}" fill="#120a06" opacity="${alpha}"/>`, { blur });
}

export const pottery: Picture[] = [
  {
    key: 'pottery-1',
    alt: '一件旋涡纹彩陶瓶立在暖灰背景前，侧光勾出器形',
    caption: '彩陶瓶上的旋涡纹连绵不断，仿佛水正在转。',
    focal: [0.5, 0.45],
    taken: '2024:05:18 14:00:00',
    async draw(c) {
      c.sky([
        [0, '#4f463f'],
        [0.55, '#8d7c6c'],
        [0.72, '#b9a58f'],
        [0.74, '#8f7a66'],
        [1, '#5a493c'],
      ]);
      c.glow(0.4, 0.42, 0.42, '#e9d3b6', 0.55);
      await shadow(c, 930, 985, 420, 46, 0.65, 34);
      await shadow(c, 820, 980, 160, 22, 0.8, 10);
      const l = new Layer(1600, 1067);
      drawPot(l, VASE, {
        cx: 800,
        top: 120,
        height: 850,
        turn: 0.11,
        light: [-0.75, -0.5, 0.6],
        ambient: 0.3,
        cool: '#8d97b0',
      });
      c.layer(l);
      c.finish({ seed: 1, vignette: 0.26 });
    },
  },
  {
    key: 'pottery-2',
    alt: '鱼纹彩陶盆在深色背景上，黑色鱼纹绕盆一周',
    caption: '鱼纹盆：几条鱼首尾相接，绕着盆沿游了几千年。',
    focal: [0.5, 0.55],
    taken: '2024:05:18 14:30:00',
    async draw(c) {
      c.sky([
        [0, '#141a20'],
        [0.6, '#26323a'],
        [0.66, '#1c262c'],
        [1, '#0f1418'],
      ]);
      c.glow(0.5, 0.4, 0.42, '#5f7a84', 0.5);
      await shadow(c, 800, 870, 520, 60, 0.8, 34);
      const l = new Layer(1600, 1067);
      drawPot(l, BASIN, {
        cx: 800,
        top: 380,
        height: 440,
        turn: 0.083,
        light: [0.5, -0.5, 0.8],
        ambient: 0.42,
        cool: '#7f9fb6',
        bounce: '#6a4a3a',
        exposure: 1.12,
      });
      c.layer(l);
      c.finish({ seed: 2, vignette: 0.24, contrast: 0.18 });
    },
  },
  {
    key: 'pottery-3',
    alt: '木架上三件彩陶：尖底瓶、花瓣纹罐和旋涡纹瓶',
    caption: '展架上的三件彩陶，器形不同，纹样各有来处。',
    focal: [0.5, 0.5],
    taken: '2024:05:19 10:16:00',
    async draw(c) {
      const n = noise(6);
      c.sky([
        [0, '#d9cdb8'],
        [0.7, '#efe6d4'],
        [1, '#c9b89c'],
      ]);
      c.each((x, y, i) => c.addAt(i, [1, 0.97, 0.92], n.fbm(x * 0.006, y * 0.006, 5) * 0.035));
      c.glow(0.1, 0.1, 0.6, '#fff8e6', 0.6);
      for (const [x, w] of [
        [330, 150],
        [790, 250],
        [1270, 220],
      ] as const)
        await c.svg(
          `<path d="M${x + 40} 880L${x + 150} ${300}Q${x + 260 + w * 0.4} ${320} ${x + 240 + w * 0.5} 880Z" fill="#6a5236" opacity=".26"/>`,
          { blur: 30 },
        );
      c.each((x, y, i) => {
        if (y < 880) return;
        const g = n.fbm(x * 0.003, y * 0.07, 4) * 0.22 + n.at(x * 0.01, y * 0.4) * 0.06;
        const face = y > 940 ? 0.62 : 1.02;
        c.mixAt(i, [0.55 * (face + g), 0.36 * (face + g), 0.22 * (face + g)], 1);
      });
      await c.svg('<path d="M-10 940H1610V952H-10Z" fill="#2a180c" opacity=".5"/>', { blur: 4 });
      for (const [x, rx] of [
        [330, 90],
        [800, 170],
        [1270, 120],
      ] as const)
        await shadow(c, x, 905, rx, 14, 0.7, 9, 24);
      const l = new Layer(1600, 1067);
      drawPot(l, POINTED, {
        cx: 330,
        top: 160,
        height: 735,
        turn: 0.2,
        light: [-0.7, -0.55, 0.6],
        ambient: 0.38,
        cool: '#a9aebc',
      });
      drawPot(l, JAR, {
        cx: 800,
        top: 330,
        height: 560,
        turn: 0.05,
        light: [-0.7, -0.55, 0.6],
        ambient: 0.38,
        cool: '#a9aebc',
      });
      drawPot(l, VASE, {
        cx: 1270,
        top: 250,
        height: 640,
        turn: 0.31,
        light: [-0.7, -0.55, 0.6],
        ambient: 0.38,
        cool: '#a9aebc',
      });
      c.layer(l);
      await c.svg('<path d="M262 896q68 26 136 0l-10 22q-58 20 -116 0z" fill="#3a2716"/>');
      c.finish({ seed: 3 });
    },
  },
  {
    key: 'pottery-4',
    alt: '彩陶纹样近景，黑色旋涡与圆点布满橙红陶面，可见磨痕',
    caption: '凑近看，笔触还在：起笔略重，收笔处有一点飞白。',
    focal: [0.5, 0.5],
    taken: '2024:05:19 11:02:00',
    draw(c) {
      c.sky([
        [0, '#2a1c14'],
        [1, '#3a281c'],
      ]);
      const l = new Layer(1600, 1067);
      drawPot(l, VASE, {
        cx: 760,
        top: -760,
        height: 2900,
        turn: 0.2,
        light: [-0.62, -0.35, 0.72],
        ambient: 0.28,
        cool: '#8f9ab8',
        seed: 11,
      });
      c.layer(l);
      c.finish({ seed: 4, vignette: 0.22, contrast: 0.16 });
    },
  },
];
