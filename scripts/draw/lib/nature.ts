/** Things that many pictures share: ridges, crowns, conifers, grass, branches, blossom, fruit, birds, boats. */
import { type Canvas, type Layer, svgPath } from './canvas.ts';
import { hex, mixHex, type Rgb } from './colour.ts';
import { clamp, hash2, lerp, noise, type Rng, rng, smooth } from './noise.ts';

/** A ridge line across the picture with brushed relief below, paling into mist at its foot. Returns its profile in pixels. */
export function ridge(
  c: Canvas,
  o: {
    seed: number;
    y: number;
    amp: number;
    scale: number;
    rough?: number;
    colour: string;
    foot: string;
    depth: number;
    light?: number;
    relief?: number;
    lit?: string;
    tilt?: number;
    peak?: number;
    firs?: number;
    alpha?: number;
  },
): Float32Array {
  const n = noise(o.seed);
  const { w, h } = c;
  const profile = new Float32Array(w);
  const rough = o.rough ?? 0.5;
  for (let x = 0; x < w; x++) {
    const u = (x / 1600) * o.scale;
    let v = lerp(n.fbm(u, 1.7, 6, 0.46), n.ridged(u, 4.2, 6, 0.5) * 1.5 - 0.7, rough);
    if (o.peak !== undefined) v = v * 0.55 + Math.exp(-(((x / w - o.peak) / 0.2) ** 2)) * 1.1 - 0.25;
    if (o.firs) {
      const t = (x / o.firs) % 1;
      const id = Math.floor(x / o.firs);
      const height = (0.4 + hash2(id, o.seed)) * o.firs * 1.3;
      v += ((1 - Math.abs(t - 0.5) * 2) * height) / (o.amp * h);
    }
    profile[x] = (o.y + (o.tilt ?? 0) * (x / w - 0.5)) * h - v * o.amp * h;
  }
  const col = hex(o.colour);
  const foot = hex(o.foot);
  const lit = hex(o.lit ?? mixHex(o.colour, '#ffffff', 0.35));
  const k = 0.011 * (o.scale / 4 + 0.5);
  const dir = o.light ?? -1;
  const rel = o.relief ?? 0.4;
  const depth = o.depth * h;
  for (let x = 0; x < w; x++) {
    const top = profile[x] as number;
    for (let y = Math.max(0, Math.floor(top)); y < h; y++) {
      const d = y - top;
      const cover = clamp(d + 1) * (o.alpha ?? 1);
      const t = smooth(0, 1, d / depth);
      if (t >= 0.999 && o.foot === 'none') break;
      const px = x * k + d * k * 0.25 * Math.sin(x * 0.004 + o.seed);
      const py = d * k * 0.75;
      const q = n.ridged(px, py, 4) - n.ridged(px + dir * 0.045, py - 0.03, 4);
      const l = clamp(q * 2.6 * rel, -0.6, 0.75) * (1 - t);
      const cc: Rgb = [0, 0, 0];
      for (let m = 0; m < 3; m++) {
        let v = col[m] as number;
        v = l > 0 ? v + ((lit[m] as number) - v) * l : v * (1 + l * 0.7);
        cc[m] = v + ((foot[m] as number) - v) * t;
      }
      c.mixAt((y * w + x) * 3, cc, cover);
    }
  }
  return profile;
}

/** A broad-leaved crown as a lit, clumped ball. */
export function crown(
  c: Canvas,
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  colour: string,
  o: {
    seed: number;
    lit?: string;
    light?: [number, number];
    dark?: string;
    alpha?: number;
    speck?: string;
    specks?: number;
  },
): void {
  const n = noise(o.seed & 15);
  const base = hex(colour);
  const lit = hex(o.lit ?? mixHex(colour, '#fff2c0', 0.45));
  const dark = hex(o.dark ?? mixHex(colour, '#0b1418', 0.55));
  const speck = o.speck ? hex(o.speck) : null;
  const [lx, ly] = o.light ?? [-0.6, -0.75];
  const f = 3.2 / Math.max(rx, ry);
  const off = o.seed * 3.7;
  const cc: Rgb = [0, 0, 0];
  for (let y = Math.max(0, Math.floor(cy - ry * 1.2)); y < Math.min(c.h, cy + ry * 1.2); y++)
    for (let x = Math.max(0, Math.floor(cx - rx * 1.2)); x < Math.min(c.w, cx + rx * 1.2); x++) {
      const u = (x - cx) / rx;
      const v = (y - cy) / ry;
      const e = n.fbm(x * f + off, y * f, 4, 0.6);
      const d = u * u + v * v + e * 0.55;
      const a = smooth(1.0, 0.86, d) * (o.alpha ?? 1);
      if (a <= 0.01) continue;
      const e2 = n.fbm(x * f + off + lx * 0.28, y * f + ly * 0.28, 4, 0.6);
      const s = clamp((u * lx + v * ly) * 0.42 + 0.42 + (e - e2) * 0.9 + n.at(x * 0.35, y * 0.35) * 0.18);
      for (let k = 0; k < 3; k++)
        cc[k] =
          s < 0.5
            ? lerp(dark[k] as number, base[k] as number, s * 2)
            : lerp(base[k] as number, lit[k] as number, s * 2 - 1);
      if (speck && hash2(x >> 1, y >> 1, o.seed) < (o.specks ?? 0.1))
        for (let k = 0; k < 3; k++) cc[k] = lerp(cc[k] as number, speck[k] as number, 0.5 + 0.4 * s);
      c.mixAt((y * c.w + x) * 3, cc, a);
    }
}

/** A row of crowns along a line, back to front, for a wood's edge. */
export function wood(
  c: Canvas,
  o: {
    seed: number;
    y: (x: number) => number;
    rows: number;
    rowStep: number;
    size: [number, number];
    colours: string[];
    light?: [number, number];
    lit?: string;
    dark?: string;
    speck?: string;
    specks?: number;
    x0?: number;
    x1?: number;
    squash?: number;
    gap?: number;
  },
): void {
  const r = rng(o.seed);
  for (let row = 0; row < o.rows; row++) {
    const t = o.rows === 1 ? 1 : row / (o.rows - 1);
    const size = lerp(o.size[0], o.size[1], t);
    for (let x = (o.x0 ?? 0) - size; x < (o.x1 ?? c.w) + size; x += size * r.range(0.75, 1.2) * (o.gap ?? 1)) {
      const s = size * r.range(0.75, 1.3);
      const base = o.y(clamp(x, 0, c.w - 1)) + row * o.rowStep + r.range(-0.2, 0.2) * size;
      crown(c, x, base, s, s * (o.squash ?? 0.85), r.pick(o.colours), {
        seed: r.int(1, 9999),
        light: o.light,
        lit: o.lit,
        dark: o.dark,
        speck: o.speck,
        specks: o.specks,
      });
    }
  }
}

/** A conifer: ragged tiers, lighter on one side; `snow` 0..1 whitens the tops of the tiers. */
export function conifer(
  c: Canvas,
  cx: number,
  base: number,
  height: number,
  colour: string,
  o: {
    seed: number;
    width?: number;
    lit?: string;
    snow?: number;
    light?: number;
    alpha?: number;
    foot?: string;
    footAmount?: number;
  },
): void {
  const col = hex(colour);
  const lit = hex(o.lit ?? mixHex(colour, '#ffffff', 0.25));
  const foot = hex(o.foot ?? colour);
  const W = height * (o.width ?? 0.19);
  const tiers = 12 + Math.floor(hash2(o.seed, 3) * 6);
  const snowC: Rgb = [0.95, 0.965, 0.985];
  const cc: Rgb = [0, 0, 0];
  const n = noise(o.seed & 7);
  const off = o.seed * 1.37;
  for (let y = Math.max(0, Math.floor(base - height)); y < Math.min(c.h, base); y++) {
    const t = Math.max(0, (y - (base - height)) / height);
    const k = t ** 0.9 * tiers + n.at(off, t * 9) * 0.7;
    const fr = k - Math.floor(k);
    const shape = t ** 0.85 * (0.66 + 0.34 * fr) * (1 + n.at(off + 4, Math.floor(k) * 0.77) * 0.35) + 0.006;
    const lean = n.at(off, t * 2) * W * 0.1;
    for (let x = Math.floor(cx - W * 1.25); x < cx + W * 1.25; x++) {
      if (x < 0 || x >= c.w) continue;
      const u = (x - cx - lean) / W;
      const e =
        (n.at(x * (9 / (W + 6)) + off, y * (12 / (W + 6))) * 0.42 + n.at(x * 0.45, y * 0.4 + off) * 0.2) * shape;
      const edge = shape + e - Math.abs(u) - fr * 0.12 * Math.abs(Math.sin(u * 14 + Math.floor(k) * 2));
      const a = clamp(edge * W * 0.55) * (o.alpha ?? 1);
      if (a <= 0.01) continue;
      const s = clamp(0.35 + (o.light ?? -1) * u * 0.6 - fr * 0.4 + n.at(x * 0.25 + off, y * 0.25) * 0.5);
      const sn = o.snow ? smooth(0.55, 0.1, fr + n.at(x * 0.08 + off, y * 0.08) * 0.5 + (1 - o.snow)) : 0;
      for (let m = 0; m < 3; m++) {
        let v = lerp((col[m] as number) * 0.75, lit[m] as number, s * 0.6);
        v = lerp(v, (snowC[m] as number) * (0.72 + 0.28 * s), sn);
        cc[m] = lerp(v, foot[m] as number, smooth(0.45, 1, t) * (o.footAmount ?? 0));
      }
      c.mixAt((y * c.w + x) * 3, cc, a);
    }
  }
}

/** Grass, reeds or ears: tapered blades as one SVG body. */
export function blades(
  r: Rng,
  o: {
    count: number;
    x: [number, number];
    base: (x: number) => number;
    length: [number, number];
    lean: number;
    width: [number, number];
    colours: string[];
    opacity?: number;
    heads?: 'reed' | 'wheat';
  },
): string {
  const out: string[] = [];
  for (let i = 0; i < o.count; i++) {
    const x = r.range(o.x[0], o.x[1]);
    const y = o.base(x);
    const len = r.range(o.length[0], o.length[1]);
    const lean = o.lean * len * r.range(0.5, 1.4) + r.gauss() * len * 0.12;
    const wd = r.range(o.width[0], o.width[1]);
    const tx = x + lean;
    const ty = y - len;
    const mx = x + lean * 0.28;
    const my = y - len * 0.6;
    const col = r.pick(o.colours);
    out.push(
      `<path d="M${(x - wd).toFixed(1)} ${y.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${tx.toFixed(1)} ${ty.toFixed(1)}Q${(mx + wd).toFixed(1)} ${my.toFixed(1)} ${(x + wd).toFixed(1)} ${y.toFixed(1)}Z" fill="${col}" opacity="${(o.opacity ?? 1) * r.range(0.75, 1)}"/>`,
    );
    if (o.heads && r() < 0.42) {
      const a = (Math.atan2(lean * 1.5, len) * 180) / Math.PI;
      if (o.heads === 'reed')
        out.push(
          `<g transform="translate(${tx.toFixed(1)} ${ty.toFixed(1)}) rotate(${(a + 25).toFixed(0)})"><path d="M0 6C-${wd * 3} -${len * 0.06} -${wd * 2} -${len * 0.17} ${wd * 4} -${len * 0.22}C${wd * 5} -${len * 0.12} ${wd * 3.4} -${len * 0.04} 0 6Z" fill="${mixHex(col, '#e8d9bd', 0.55)}" opacity=".9"/></g>`,
        );
    }
  }
  return out.join('');
}

/** Birds as small open strokes. */
export function birds(
  r: Rng,
  o: { count: number; x: number; y: number; spreadX: number; spreadY: number; size: [number, number]; colour: string },
): string {
  let s = '';
  for (let i = 0; i < o.count; i++) {
    const x = o.x + r.gauss() * o.spreadX;
    const y = o.y + r.gauss() * o.spreadY;
    const k = r.range(o.size[0], o.size[1]);
    const d = r.range(0.25, 0.6);
    s += `<path d="M${x - k} ${y - k * d * r.range(0.5, 1.2)}Q${x - k * 0.4} ${y - k * d * 0.7} ${x} ${y}Q${x + k * 0.4} ${y - k * d * 0.8} ${x + k} ${y - k * d * r.range(0.4, 1.1)}" fill="none" stroke="${o.colour}" stroke-width="${Math.max(1.2, k * 0.14)}" stroke-linecap="round"/>`;
  }
  return s;
}

/** A small flat boat with one standing figure, silhouette; (x, y) is the middle of the water line. */
export function boat(
  x: number,
  y: number,
  size: number,
  colour: string,
  o: { awning?: boolean; flip?: boolean; reflection?: number; hat?: string } = {},
): string {
  const body = `<path d="M-100 -16C-70 4 70 6 104 -20C96 -2 78 12 60 14H-64C-84 12 -96 0 -100 -16Z"/>${o.awning ? '<path d="M-42 -2C-42 -40 34 -42 34 0Z"/>' : ''}<path d="M56 -4L58 -46Q60 -56 66 -46L70 -4Z"/><circle cx="62" cy="-58" r="7"/><path d="M46 -58Q62 -78 78 -58Z" fill="${o.hat ?? colour}"/><path d="M70 -40L118 26" stroke="${colour}" stroke-width="3.2"/>`;
  const f = (size / 200) * 1;
  return `<g transform="translate(${x} ${y}) scale(${o.flip ? -f : f} ${f})" fill="${colour}">${o.reflection ? `<g transform="translate(0 26) scale(1 -0.8)" opacity="${o.reflection}">${body}</g>` : ''}${body}</g>`;
}

export interface Twig {
  x: number;
  y: number;
  angle: number;
  order: number;
}
/** A branch that grows from (x, y); returns its SVG and the places where flowers, leaves or fruit may sit. */
export function branch(
  r: Rng,
  o: {
    x: number;
    y: number;
    angle: number;
    length: number;
    width: number;
    orders: number;
    colour: string;
    light: string;
    curl?: number;
    droop?: number;
  },
): { svg: string; twigs: Twig[] } {
  const twigs: Twig[] = [];
  let svg = '';
  const grow = (x: number, y: number, angle: number, length: number, width: number, order: number): void => {
    const steps = Math.max(6, Math.round(length / 26));
    const left: [number, number][] = [];
    const right: [number, number][] = [];
    const hi: [number, number][] = [];
    let a = angle;
    let px = x;
    let py = y;
    for (let i = 0; i <= steps; i++) {
      const t = i / steps;
      const w = width * (1 - 0.72 * t) * (1 + r.gauss() * 0.09) + 0.8;
      left.push([px + Math.cos(a + 1.5708) * w, py + Math.sin(a + 1.5708) * w]);
      right.push([px + Math.cos(a - 1.5708) * w, py + Math.sin(a - 1.5708) * w]);
      hi.push([px + Math.cos(a - 1.5708) * w * 0.45, py + Math.sin(a - 1.5708) * w * 0.45]);
      if (i > 1) twigs.push({ x: px, y: py, angle: a, order });
      if (i > 1 && i < steps && order < o.orders && r() < 0.5) {
        const side = r() < 0.5 ? -1 : 1;
        grow(
          px,
          py,
          a + side * r.range(0.45, 0.95),
          length * r.range(0.32, 0.58) * (1 - t * 0.4),
          width * (1 - 0.7 * t) * 0.6,
          order + 1,
        );
      }
      a += r.gauss() * (o.curl ?? 0.16) + (o.droop ?? 0) / steps;
      px += (Math.cos(a) * length) / steps;
      py += (Math.sin(a) * length) / steps;
    }
    svg = `<path d="${svgPath([...left, ...right.reverse()])}" fill="${o.colour}"/><path d="${svgPath(hi, false)}" fill="none" stroke="${o.light}" stroke-width="${Math.max(0.7, width * 0.35)}" stroke-opacity=".5"/>${svg}`;
  };
  grow(o.x, o.y, o.angle, o.length, o.width, 0);
  return { svg, twigs };
}

/** Six five-petalled flowers in different attitudes plus three buds, as SVG symbols #f0..#f5, #b0..#b2, 100 units across. */
export function flowerDefs(
  r: Rng,
  o: { petal: string; edge: string; heart: string; stamen?: string; calyx?: string },
): string {
  let s = `<radialGradient id="pg" cx="50%" cy="100%" r="110%"><stop offset="0" stop-color="${o.heart}"/><stop offset=".38" stop-color="${o.petal}"/><stop offset="1" stop-color="${o.edge}"/></radialGradient><radialGradient id="pg2" cx="50%" cy="100%" r="110%"><stop offset="0" stop-color="${mixHex(o.heart, '#3a1020', 0.18)}"/><stop offset=".45" stop-color="${mixHex(o.petal, '#7a3050', 0.12)}"/><stop offset="1" stop-color="${mixHex(o.edge, '#a06080', 0.1)}"/></radialGradient>`;
  const tilts: [number, number][] = [
    [1, 0],
    [0.88, 20],
    [0.72, -30],
    [0.6, 60],
    [0.92, 100],
    [0.5, 10],
  ];
  tilts.forEach(([sq, rot], k) => {
    let petals = '';
    const start = r.range(0, 72);
    for (let i = 0; i < 5; i++) {
      const a = start + i * 72 + r.range(-6, 6);
      const L = r.range(42, 48);
      const B = r.range(23, 28);
      const notch = r.range(3, 7);
      petals += `<g transform="rotate(${a.toFixed(1)})"><path d="M0 -4C-${B * 0.7} -12 -${B} -${L * 0.75} -${B * 0.55} -${L}Q-4 -${L + 5} 0 -${L - notch}Q5 -${L + 6} ${B * 0.55} -${L}C${B} -${L * 0.75} ${B * 0.7} -12 0 -4Z" fill="url(#${i % 2 ? 'pg' : 'pg2'})" stroke="${o.heart}" stroke-opacity=".22" stroke-width=".8"/><path d="M0 -8L0 -${L * 0.7}M-2 -10Q-7 -${L * 0.4} -9 -${L * 0.65}M2 -10Q7 -${L * 0.4} 9 -${L * 0.65}" stroke="${o.heart}" stroke-opacity=".3" stroke-width=".9" fill="none"/></g>`;
    }
    let st = '';
    for (let i = 0; i < 15; i++) {
      const a = r.range(0, Math.PI * 2);
      const L = r.range(12, 24);
      const x = Math.cos(a) * L;
      const y = Math.sin(a) * L;
      st += `<path d="M0 0L${x.toFixed(1)} ${y.toFixed(1)}" stroke="${mixHex(o.heart, '#ffffff', 0.45)}" stroke-width=".8"/><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="1.9" fill="${o.stamen ?? '#e9b949'}"/>`;
    }
    s += `<g id="f${k}"><g transform="rotate(${rot}) scale(1 ${sq})">${petals}<circle r="5" fill="${mixHex(o.heart, '#7a2a3a', 0.3)}"/>${st}</g></g>`;
  });
  for (let k = 0; k < 3; k++) {
    const q = 10 + k * 4;
    s += `<g id="b${k}"><path d="M0 14C-${q} 10 -${q} -${q} 0 -${q + 12}C${q} -${q} ${q} 10 0 14Z" fill="url(#pg2)"/><path d="M0 14C-2 4 -3 -${q * 0.4} 3 -${q}" stroke="${o.heart}" stroke-opacity=".5" fill="none"/><path d="M-9 16Q0 2 9 16Q0 22 -9 16Z" fill="${o.calyx ?? '#7d3a3c'}"/></g>`;
  }
  return s;
}
/** Places flowers and buds along the twigs. */
export function flowersOn(
  r: Rng,
  twigs: readonly Twig[],
  o: { size: [number, number]; density: number; spread?: number; buds?: number; shade?: number },
): string {
  let s = '';
  const list: { x: number; y: number; k: number; el: string }[] = [];
  for (const t of twigs) {
    const count = r() < o.density ? r.int(1, 3) : 0;
    for (let i = 0; i < count; i++) {
      const k = r.range(o.size[0], o.size[1]) / 100;
      const x = t.x + r.gauss() * (o.spread ?? 18);
      const y = t.y + r.gauss() * (o.spread ?? 18);
      const bud = r() < (o.buds ?? 0.25);
      const id = bud ? `b${r.int(0, 2)}` : `f${r.int(0, 5)}`;
      list.push({
        x,
        y,
        k,
        el: `<use xlink:href="#${id}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${r.int(0, 359)}) scale(${k.toFixed(3)})"/>`,
      });
    }
  }
  list.sort((a, b) => a.k - b.k);
  for (const f of list)
    s += `<ellipse cx="${(f.x + 5 * f.k * 3).toFixed(1)}" cy="${(f.y + 9 * f.k * 3).toFixed(1)}" rx="${(44 * f.k).toFixed(1)}" ry="${(40 * f.k).toFixed(1)}" fill="#3a1c2a" opacity="${o.shade ?? 0.1}"/>${f.el}`;
  return s;
}
/** Leaf shapes along twigs. */
export function leavesOn(
  r: Rng,
  twigs: readonly Twig[],
  o: { size: [number, number]; density: number; colours: string[]; spread?: number },
): string {
  let s = '';
  for (const t of twigs) {
    if (r() > o.density) continue;
    for (let i = r.int(1, 2); i > 0; i--) {
      const L = r.range(o.size[0], o.size[1]);
      const col = r.pick(o.colours);
      const a = (t.angle * 180) / Math.PI + r.pick([-1, 1]) * r.range(25, 80);
      const B = L * r.range(0.2, 0.32);
      s += `<g transform="translate(${(t.x + r.gauss() * (o.spread ?? 6)).toFixed(1)} ${(t.y + r.gauss() * (o.spread ?? 6)).toFixed(1)}) rotate(${a.toFixed(0)})"><path d="M0 0Q${L * 0.4} -${B} ${L} 0Q${L * 0.4} ${B} 0 0Z" fill="${col}"/><path d="M0 0Q${L * 0.4} -${B} ${L} 0Z" fill="#ffffff" opacity=".14"/><path d="M0 0L${L * 0.94} 0" stroke="#000000" stroke-opacity=".22" stroke-width="${Math.max(0.7, L * 0.015)}"/></g>`;
    }
  }
  return s;
}

/** An apple, lit as a ball with a dimple, streaks and a highlight, onto a layer. */
export function apple(
  l: Layer,
  cx: number,
  cy: number,
  R: number,
  o: {
    seed: number;
    red?: string;
    yellow?: string;
    light?: [number, number, number];
    tilt?: number;
    dim?: number;
    rim?: string;
  },
): void {
  const n = noise(o.seed % 9);
  const red = hex(o.red ?? '#b3201f');
  const deep: Rgb = [red[0] * 0.55, red[1] * 0.4, red[2] * 0.45];
  const yellow = hex(o.yellow ?? '#e9b45a');
  const L = o.light ?? [-0.5, -0.62, 0.6];
  const tilt = o.tilt ?? 0;
  const ct = Math.cos(tilt);
  const st = Math.sin(tilt);
  const blush = hash2(o.seed, 5) * 6.28;
  const rim = hex(o.rim ?? '#cfe0ff');
  const cc: Rgb = [0, 0, 0];
  for (let y = Math.floor(cy - R * 1.1); y <= cy + R * 1.1; y++)
    for (let x = Math.floor(cx - R * 1.1); x <= cx + R * 1.1; x++) {
      let u = (x - cx) / R;
      let v = (y - cy) / R;
      const uu = u * ct + v * st;
      v = -u * st + v * ct;
      u = uu;
      // apple outline: wider above, dimple at top
      const ang = Math.atan2(u, -v);
      const rad =
        0.96 +
        0.055 * Math.cos(ang * 2 + 3.14) -
        0.1 * Math.exp(-(ang * ang) / 0.06) -
        0.03 * Math.cos(ang) * -1 * 0.6 -
        0.05 * Math.exp(-((Math.abs(ang) - Math.PI) ** 2) / 0.05);
      const d = Math.hypot(u, v) / rad;
      const a = clamp((1 - d) * R * 0.8 + 0.5);
      if (a <= 0) continue;
      const z = Math.sqrt(Math.max(0, 1 - d * d));
      let ny = v;
      const dim = Math.exp(-((u * u) / 0.05 + (v + 0.78) ** 2 / 0.03));
      ny += dim * 0.9;
      const lu = (L[0] * ct + L[1] * st) * u + (-L[0] * st + L[1] * ct) * ny + L[2] * z;
      const lon = Math.atan2(u, z);
      const streak = n.fbm(lon * 7 + o.seed, v * 1.1, 3) * 0.5 + n.at(lon * 26 + o.seed, v * 2) * 0.28;
      const side = 0.5 + 0.5 * Math.cos(lon - blush * 0.3 + 0.6);
      const top = smooth(-0.55, -0.95, v);
      const k = clamp(0.95 - side * 0.28 + streak * 0.75 - top * 0.5 - smooth(0.6, 1, v) * 0.35);
      const speck = hash2(Math.floor(lon * 24 + o.seed), Math.floor(v * 22), o.seed) < 0.06 ? 0.14 : 0;
      const diff = clamp(lu * 0.95 + 0.12);
      const light = 0.28 + 0.95 * diff - dim * 0.25;
      const hx = u - L[0] * 0.62;
      const hy = v - L[1] * 0.62;
      const spec = Math.exp(-(hx * hx + hy * hy) / 0.028) * 0.55 + Math.exp(-(hx * hx + hy * hy) / 0.2) * 0.12;
      const edge = (1 - z) ** 3 * 0.2;
      for (let m = 0; m < 3; m++) {
        const sk = lerp(yellow[m] as number, lerp(red[m] as number, deep[m] as number, clamp(streak + 0.2)), k) + speck;
        cc[m] = (sk * light + spec + edge * (rim[m] as number)) * (o.dim ?? 1);
      }
      l.put(x, y, cc, a);
    }
  // stem
  const sx = cx + -st * -0.8 * R;
  const sy = cy - 0.8 * R * ct;
  for (let k = 0; k < R * 0.5; k++) {
    const px = sx + k * (0.28 + st);
    const py = sy - k * 0.95;
    for (let q = -Math.ceil(R * 0.03); q <= R * 0.03; q++)
      l.put(Math.round(px + q), Math.round(py), [0.27, 0.2, 0.12], 0.95);
  }
}

/** Out-of-focus lights. */
export function bokeh(
  c: Canvas,
  o: {
    seed: number;
    count: number;
    y: [number, number];
    x?: [number, number];
    size: [number, number];
    colours: string[];
    alpha: [number, number];
  },
): void {
  const r = rng(o.seed);
  for (let i = 0; i < o.count; i++) {
    const X = r.range(o.x?.[0] ?? -0.03, o.x?.[1] ?? 1.03) * c.w;
    const Y = r.range(o.y[0], o.y[1]) * c.h;
    const R = r.range(o.size[0], o.size[1]);
    const col = hex(r.pick(o.colours));
    const al = r.range(o.alpha[0], o.alpha[1]);
    for (let y = Math.max(0, Math.floor(Y - R)); y < Math.min(c.h, Y + R + 1); y++)
      for (let x = Math.max(0, Math.floor(X - R)); x < Math.min(c.w, X + R + 1); x++) {
        const d = Math.hypot(x - X, y - Y) / R;
        if (d > 1) continue;
        const a = al * (0.62 + 0.38 * d ** 5) * clamp((1 - d) * R * 0.35);
        const i3 = (y * c.w + x) * 3;
        for (let k = 0; k < 3; k++) {
          const v = c.px[i3 + k] as number;
          c.px[i3 + k] = v + (col[k] as number) * a * (1 - clamp(v) * 0.75);
        }
      }
  }
}
/** Stars with a few bright ones. */
export function stars(
  c: Canvas,
  o: { seed: number; count: number; below: (x: number) => number; band?: (x: number, y: number) => number },
): void {
  const r = rng(o.seed);
  for (let i = 0; i < o.count; i++) {
    const x = r() * c.w;
    const y = r() * c.h;
    if (y > o.below(Math.floor(x)) - 3) continue;
    if (o.band && r() > o.band(x, y)) continue;
    const m = r() ** 7;
    const R = 0.7 + m * 2.1;
    const tint: Rgb = r() < 0.3 ? [1, 0.86, 0.72] : [0.85, 0.92, 1];
    const a = 0.25 + 0.75 * r();
    for (let Y = Math.floor(y - R * 2); Y <= y + R * 2; Y++)
      for (let X = Math.floor(x - R * 2); X <= x + R * 2; X++) {
        if (X < 0 || Y < 0 || X >= c.w || Y >= c.h) continue;
        c.addAt((Y * c.w + X) * 3, tint, a * Math.exp(-((X - x) ** 2 + (Y - y) ** 2) / (R * R * 0.6)) * (0.5 + m));
      }
  }
}
