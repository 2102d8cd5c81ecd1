/** Old lanes: grey tiled roofs, flagstones, snow on the eaves, tile ends, courtyards at dusk. */
import type { Canvas } from '../lib/canvas.ts';
import { hex, mix, mixHex, type Rgb } from '../lib/colour.ts';
import { birds, branch, flowerDefs, flowersOn, ridge, wood } from '../lib/nature.ts';
import { clamp, hash2, lerp, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { flakes } from './snow.ts';

interface Roof {
  x0: number;
  x1: number;
  ridgeY: number;
  eaveY: number;
  /** Pixels between tile columns at the eave. */
  pitch: number;
  seed: number;
  tile: string;
  /** How much narrower the ridge is than the eave, 0..0.4 (hip or far view). */
  taper?: number;
  shift?: number;
  light?: number;
  snow?: number;
  glow?: string;
  ends?: boolean;
  curl?: number;
}
/** One slope of a grey tiled roof, seen from the front: ridge above, convex tile columns, round tile ends at the eave. */
export function roof(c: Canvas, o: Roof): void {
  const n = noise(o.seed & 15);
  const tile = hex(o.tile);
  const H = o.eaveY - o.ridgeY;
  const mid = (o.x0 + o.x1) / 2;
  const half = (o.x1 - o.x0) / 2;
  const ends = o.ends ?? true;
  const cc: Rgb = [0, 0, 0];
  const curl = o.curl ?? 0;
  const ridgeH = Math.max(5, H * 0.11);
  for (let x = Math.max(0, Math.floor(o.x0)); x < Math.min(c.w, o.x1); x++) {
    const e = Math.abs(x - mid) / half;
    const lift = curl * e ** 4;
    for (let y = Math.max(0, Math.floor(o.ridgeY - ridgeH - curl)); y < Math.min(c.h, o.eaveY + o.pitch); y++) {
      const yy = y + lift;
      const t = (yy - o.ridgeY) / H;
      const narrow = 1 - (o.taper ?? 0) * (1 - clamp(t));
      const u = (x - mid) / narrow;
      if (Math.abs(u) > half) continue;
      const col = u / o.pitch;
      const k = Math.floor(col);
      const f = col - k;
      // convex cover tile in the first 55 % of the period, shaded pan in the rest
      const onTop = f < 0.56;
      const w = onTop ? f / 0.56 : (f - 0.56) / 0.44;
      if (t < 0) {
        if (yy < o.ridgeY - ridgeH || Math.abs(u) > half * 0.985) continue;
        const v = (yy - o.ridgeY + ridgeH) / ridgeH;
        let s =
          (0.75 + 0.35 * (1 - v) + n.at(x * 0.2, y * 0.2) * 0.1) *
          (v < 0.3 ? 1.2 : 0.95) *
          (Math.floor(col * 2) % 2 ? 0.93 : 1.02) *
          (o.light ?? 1);
        const sn = o.snow && v < 0.5 ? o.snow : 0;
        if (v > 0.86) s *= 0.6;
        for (let m = 0; m < 3; m++) cc[m] = lerp((tile[m] as number) * s, 0.95 * (o.light ?? 1), sn);
        c.mixAt((y * c.w + x) * 3, cc, 1);
        continue;
      }
      if (t > 1) {
        if (!ends) continue;
        // round tile ends and drip tiles
        const R = o.pitch * 0.3;
        const cx = (k + 0.28) * o.pitch;
        const cy = o.eaveY + R * 0.3;
        const d = Math.hypot(u - cx, yy - cy) / R;
        const dripX = (k + 0.78) * o.pitch;
        const drip =
          Math.abs(u - dripX) < o.pitch * 0.24 * (1 - (yy - o.eaveY) / (o.pitch * 0.62)) &&
          yy < o.eaveY + o.pitch * 0.62;
        if (d < 1) {
          const ring = Math.abs(d - 0.72) < 0.12 ? 0.7 : 1;
          const petal = d < 0.6 ? 0.86 + 0.2 * Math.cos(Math.atan2(yy - cy, u - cx) * 6) : 1;
          const s = (0.95 - (yy - cy) / R / 5) * ring * petal * (o.light ?? 1);
          for (let m = 0; m < 3; m++) cc[m] = (tile[m] as number) * s;
          c.mixAt((y * c.w + x) * 3, cc, clamp((1 - d) * R));
        } else if (drip) {
          const s = (0.7 + 0.16 * Math.sin(yy * 0.9)) * (o.light ?? 1);
          for (let m = 0; m < 3; m++) cc[m] = (tile[m] as number) * s;
          c.mixAt((y * c.w + x) * 3, cc, 1);
        }
        continue;
      }
      const row = Math.floor((t ** 1.15 * H) / (o.pitch * 0.62) + (onTop ? 0 : 0.5));
      const rf = (t ** 1.15 * H) / (o.pitch * 0.62) + (onTop ? 0 : 0.5) - row;
      const age = 0.86 + hash2(k, row, o.seed) * 0.26;
      let s = onTop ? 0.5 + 0.62 * Math.sin((w * 0.86 + 0.1) * Math.PI) - w * 0.2 : 0.34 + 0.16 * Math.sin(w * Math.PI);
      s *= age * (0.84 + 0.22 * rf) * (rf < 0.1 ? 0.72 : 1);
      s *= 0.92 + n.fbm(x * 0.02, y * 0.02, 3) * 0.35;
      s *= (0.86 + 0.2 * t) * (o.light ?? 1);
      const moss = smooth(0.16, 0.5, n.fbm(x * 0.008 + 7, y * 0.016, 4)) * 0.35;
      const sn = o.snow
        ? smooth(
            0.75 - o.snow,
            1.05 - o.snow,
            (onTop ? Math.sin(w * Math.PI) * 0.35 : 0.75) + n.fbm(x * 0.01, y * 0.012, 4) * 0.7 + 0.12,
          )
        : 0;
      for (let m = 0; m < 3; m++) {
        let v = lerp((tile[m] as number) * s, ([0.42, 0.45, 0.3][m] as number) * s * 1.1, moss * (o.snow ? 0 : 1));
        v = lerp(
          v,
          ([0.93, 0.95, 0.98][m] as number) * (0.82 + 0.18 * (onTop ? Math.sin(w * Math.PI) : 0.6)) * (o.light ?? 1),
          sn,
        );
        cc[m] = v;
      }
      c.mixAt((y * c.w + x) * 3, cc, clamp((half - Math.abs(u)) * 0.8));
    }
  }
  if (o.glow) {
    const g = hex(o.glow);
    for (let y = Math.floor(o.eaveY); y < o.eaveY + o.pitch; y++)
      for (let x = Math.max(0, Math.floor(o.x0)); x < Math.min(c.w, o.x1); x++)
        c.addAt((clamp(y, 0, c.h - 1) * c.w + x) * 3, g, 0.06);
  }
}

interface Town {
  seed: number;
  tile: [string, string];
  wall: [string, string];
  top: number;
  bottom: number;
  rows: number;
  pitch: [number, number];
  light: [number, number];
  snow?: number;
  windows?: string;
  haze: string;
  hazeAmount: number;
  trees?: string[];
}
/** Rows of roofs, far to near. */
async function town(c: Canvas, o: Town): Promise<void> {
  const r = rng(o.seed);
  for (let row = 0; row < o.rows; row++) {
    const t = row / (o.rows - 1);
    const base = lerp(o.top, o.bottom, t ** 1.25) * c.h;
    const pitch = lerp(o.pitch[0], o.pitch[1], t ** 1.2);
    const near = 1 - t;
    const list: [number, number, number, number][] = [];
    for (let x = -r.range(0, 300); x < c.w; ) {
      const w = pitch * r.range(13, 25);
      list.push([x, x + w, base + r.gauss() * pitch * 1.2, r.range(0.7, 1.2)]);
      x += w * r.range(0.86, 1.12);
    }
    list.sort((a, b) => a[2] - b[2]);
    for (const [x0, x1, y, k] of list) {
      const H = pitch * 4.6 * k;
      const wallH = pitch * r.range(3, 5);
      const wall = mixHex(mixHex(o.wall[0], o.wall[1], t), o.haze, near * o.hazeAmount);
      const inset = pitch * 0.9;
      let s = `<path d="M${x0 + inset} ${y - 2}H${x1 - inset}V${y + wallH * 2.6}H${x0 + inset}Z" fill="${wall}"/><path d="M${x0 + inset} ${y}H${x1 - inset}V${y + pitch * 0.9}H${x0 + inset}Z" fill="#000" opacity=".34"/>`;
      if (o.windows)
        for (let q = x0 + inset * 1.6; q < x1 - inset * 2.4; q += pitch * 3.1) {
          if (r() < 0.45) continue;
          s += `<rect x="${q}" y="${y + pitch * 1.05}" width="${pitch * 1.7}" height="${pitch * 1.9}" fill="${o.windows}"/><path d="M${q + pitch * 0.57} ${y + pitch * 1.05}v${pitch * 1.9}m${pitch * 0.57} 0v-${pitch * 1.9}M${q} ${y + pitch * 2}h${pitch * 1.7}" stroke="#5a3018" stroke-width="${Math.max(1, pitch * 0.1)}"/>`;
        }
      await c.svg(s);
      roof(c, {
        x0,
        x1,
        ridgeY: y - H,
        eaveY: y,
        pitch,
        seed: r.int(1, 99),
        tile: mixHex(mixHex(o.tile[0], o.tile[1], hash2(Math.floor(x0), row)), o.haze, near * o.hazeAmount),
        taper: r.pick([0, 0, 0.12]),
        light: lerp(o.light[0], o.light[1], t),
        snow: o.snow,
        curl: pitch * 0.55,
      });
    }
    if (o.trees && row > 0 && row < o.rows - 1)
      for (let k = 0; k < 3; k++) {
        const x = r.range(0, c.w);
        wood(c, {
          seed: r.int(1, 999),
          y: () => base - pitch * 1.5,
          rows: 2,
          rowStep: pitch * 1.4,
          size: [pitch * 1.7, pitch * 2.4],
          colours: o.trees,
          x0: x,
          x1: x + pitch * 5,
        });
      }
  }
}

export const oldstreet: Picture[] = [
  {
    key: 'oldstreet-1',
    alt: '层层叠叠的灰瓦屋顶铺到远山脚下，屋间点缀几株树',
    caption: '站在高处看老城，屋脊一道接一道，像起伏的浪。',
    focal: [0.5, 0.6],
    taken: '2024:05:06 17:40:00',
    async draw(c) {
      c.sky(
        [
          [0, '#8fb3cc'],
          [0.6, '#d9dfd8'],
          [1, '#f8e6c4'],
        ],
        0,
        0.42,
      );
      c.glow(0.9, 0.3, 0.45, '#ffe6b4', 0.7);
      ridge(c, {
        seed: 55,
        y: 0.32,
        amp: 0.09,
        scale: 3,
        rough: 0.6,
        colour: '#9fb3bd',
        foot: '#e3dfcf',
        depth: 0.16,
        relief: 0.4,
        light: 1,
      });
      ridge(c, {
        seed: 59,
        y: 0.4,
        amp: 0.07,
        scale: 3,
        rough: 0.5,
        colour: '#83998f',
        foot: '#d9d6bf',
        depth: 0.14,
        relief: 0.5,
        light: 1,
      });
      await town(c, {
        seed: 12,
        tile: ['#a3a9ae', '#8f959b'],
        wall: ['#e0d3bb', '#c9b698'],
        top: 0.44,
        bottom: 1.02,
        rows: 7,
        pitch: [7, 34],
        light: [1.16, 1.08],
        haze: '#ded8c8',
        hazeAmount: 0.5,
        trees: ['#6f8f4a', '#86a456', '#567a40'],
      });
      await c.svg(
        birds(rng(5), { count: 9, x: 500, y: 200, spreadX: 120, spreadY: 34, size: [8, 15], colour: '#4a5560' }),
      );
      c.finish({ seed: 1, warm: 0.02 });
    },
  },
  {
    key: 'oldstreet-2',
    w: 1200,
    h: 1600,
    alt: '竖幅：雨后石板巷，两侧青砖墙与木门，尽头有人撑红伞走远',
    caption: '雨刚停，石板路上映着天光和一把红伞。',
    focal: [0.5, 0.55],
    taken: '2024:06:24 17:12:00',
    async draw(c) {
      const n = noise(4);
      const VX = 600;
      const VY = 690;
      const skyA = hex('#c3d0d6');
      const skyB = hex('#f4ead2');
      c.each((x, y, i) => {
        const dx = x - VX;
        const dy = y - VY;
        // corridor: walls at |X| = 1, floor at Y = 1.15, eaves at Y = -1.1
        const floorT = dy > 0 ? 1.15 / dy : 1e9;
        const wallT = Math.abs(dx) > 0.5 ? 1 / Math.abs(dx) : 1e9;
        const T = Math.min(floorT, wallT) * 420;
        const depth = T;
        const fog = smooth(0.7, 9, depth) * 0.85;
        const fogC = mix(skyB, skyA, 0.3);
        if (floorT < wallT) {
          const X = (dx * floorT) / 1;
          const Z = depth;
          const row = Math.floor(Z * 3.2);
          const u = X * 3.2 + (row % 2) * 0.5;
          const k = hash2(Math.floor(u), row, 4);
          const joint = Math.min(Math.abs(u - Math.round(u)) * 9, Math.abs(Z * 3.2 - Math.round(Z * 3.2)) * 9, 1);
          const f = n.fbm(X * 9, Z * 9, 4) * 0.2;
          const wet = smooth(-0.2, 0.5, n.fbm(X * 2.2, Z * 1.1, 3) + 0.22 - Math.abs(X) * 0.4);
          const s = (0.34 + k * 0.14 + f) * (0.55 + 0.45 * joint);
          let col: Rgb = [s * 0.95, s, s * 1.06];
          const refl = mix(skyB, skyA, clamp(Math.abs(X) * 0.8));
          col = mix(col, refl, wet * (0.28 + 0.4 * smooth(0.9, 0.1, Math.abs(X))) * (0.6 + 0.4 * joint));
          c.mixAt(i, mix(col, fogC, fog), 1);
        } else {
          const Y = dy * wallT;
          const Z = depth;
          if (Y < -1.25) {
            c.mixAt(i, mix(skyB, skyA, clamp((VY - y) / 620)), 1);
            return;
          }
          const left = dx < 0;
          const bay = Math.floor(Z * 0.75 + (left ? 0.2 : 0.6));
          const bf = Z * 0.75 + (left ? 0.2 : 0.6) - bay;
          const door = hash2(bay, left ? 1 : 2, 5) < 0.5 && bf > 0.25 && bf < 0.75 && Y > -0.55;
          const brickRow = Math.floor(Y * 22);
          const bu = Z * 7 + (brickRow % 2) * 0.5;
          const joint = Math.min(Math.abs(bu - Math.round(bu)) * 12, Math.abs(Y * 22 - Math.round(Y * 22)) * 6, 1);
          let s = 0.44 + hash2(Math.floor(bu), brickRow, 3) * 0.1 + n.fbm(Z * 4, Y * 4, 4) * 0.16;
          s *= 0.82 + 0.18 * joint;
          let col: Rgb = [s * 0.96, s, s * 1.03];
          if (Y > 0.85) col = mix(col, [0.3, 0.36, 0.28], smooth(0.85, 1.15, Y) * 0.6);
          if (door) {
            const plank = Math.abs(bf * 14 - Math.round(bf * 14)) < 0.06 ? 0.7 : 1;
            const d = (0.7 + n.at(Z * 40, Y * 3) * 0.2) * plank;
            col = [0.42 * d, 0.2 * d, 0.13 * d];
            if (bf < 0.29 || bf > 0.71 || Y < -0.47) col = [0.24, 0.13, 0.09];
          }
          const shade = left ? 0.72 : 1.02;
          const under = 1 - 0.45 * smooth(-0.8, -1.25, Y);
          col = [col[0] * shade * under, col[1] * shade * under, col[2] * shade * under];
          c.mixAt(i, mix(col, fogC, fog), 1);
        }
      });
      // eaves: long strips of tile ends in perspective
      let s = '';
      for (const d of [-1, 1]) {
        const p = (X: number, Y: number, Z: number): string =>
          `${(VX + (X * d * 420) / Z).toFixed(1)} ${(VY + (Y * 420) / Z).toFixed(1)}`;
        s += `<path d="M${p(0.78, -1.16, 0.3)}L${p(0.78, -1.16, 11)}L${p(1, -1.55, 11)}L${p(1, -1.75, 0.3)}Z" fill="#3a4048"/>`;
        for (let Z = 10; Z > 0.34; Z *= 0.955) {
          const R = 26 / Z;
          s += `<path d="M${p(0.79, -1.17, Z)}L${p(1.02, -1.62, Z)}" stroke="${mixHex('#565d66', '#dfe0d8', smooth(0.7, 9, Z) * 0.8)}" stroke-width="${(14 / Z).toFixed(1)}"/><circle cx="${VX + (0.78 * d * 420) / Z}" cy="${VY + (-1.15 * 420) / Z}" r="${R * 0.42}" fill="${mixHex('#6a727a', '#dfe0d8', smooth(0.7, 9, Z) * 0.8)}"/>`;
        }
      }
      const lantern = (X: number, Z: number): string => {
        const x = VX + (X * 420) / Z;
        const y = VY + (-0.86 * 420) / Z;
        const k = 1 / Z;
        return `<path d="M${x} ${y - 120 * k}V${y - 40 * k}" stroke="#2a2426" stroke-width="${3 * k}"/><ellipse cx="${x}" cy="${y}" rx="${46 * k}" ry="${40 * k}" fill="url(#lt)"/><rect x="${x - 20 * k}" y="${y - 46 * k}" width="${40 * k}" height="${8 * k}" fill="#d9a441"/><rect x="${x - 20 * k}" y="${y + 38 * k}" width="${40 * k}" height="${8 * k}" fill="#d9a441"/><path d="M${x} ${y + 46 * k}v${44 * k}" stroke="#c23a28" stroke-width="${7 * k}"/>`;
      };
      s += lantern(0.66, 3.4) + lantern(-0.66, 2.4) + lantern(0.66, 1.6) + lantern(-0.66, 1.05);
      s += `<g transform="translate(622 842)"><path d="M-62 -92C-56 -140 56 -140 62 -92C44 -100 34 -100 22 -92C10 -100 -8 -100 -20 -92C-34 -100 -46 -100 -62 -92Z" fill="#c33326"/><path d="M-20 -92C-16 -124 -6 -134 0 -134C8 -134 16 -124 22 -92C10 -100 -8 -100 -20 -92Z" fill="#dd5040"/><path d="M-16 -64Q0 -84 17 -64L24 22H-22Z" fill="#3c4654"/><circle cx="0" cy="-80" r="12" fill="#2b2320"/><path d="M-12 22V62H-3V22ZM4 22V60H13V22Z" fill="#22262c"/><path d="M-40 66H40L30 210H-34Z" fill="#c33326" opacity=".14"/></g>`;
      await c.svg(s, {
        defs: '<radialGradient id="lt" cx="50%" cy="55%" r="60%"><stop offset="0" stop-color="#ff8a5a"/><stop offset=".55" stop-color="#dd3a28"/><stop offset="1" stop-color="#9c1c18"/></radialGradient>',
      });
      c.glow(0.5, 0.42, 0.3, '#fff2d2', 0.35);
      c.finish({ seed: 2, contrast: 0.2 });
    },
  },
  {
    key: 'oldstreet-3',
    alt: '雪后的灰瓦屋面，瓦垄间积着白雪，一枝红梅斜出',
    caption: '雪停了，瓦垄黑白相间，墙角的梅花开了几朵。',
    focal: [0.6, 0.5],
    taken: '2024:01:11 09:26:00',
    async draw(c) {
      c.sky(
        [
          [0, '#b3c0ca'],
          [1, '#dde1e2'],
        ],
        0,
        0.5,
      );
      ridge(c, {
        seed: 75,
        y: 0.2,
        amp: 0.09,
        scale: 3,
        rough: 0.6,
        colour: '#b9c4cd',
        foot: '#e0e4e6',
        depth: 0.2,
        lit: '#f6f8fa',
        relief: 0.6,
      });
      await town(c, {
        seed: 22,
        tile: ['#575e68', '#4b525c'],
        wall: ['#c3bcb0', '#9c9284'],
        top: 0.3,
        bottom: 1.02,
        rows: 5,
        pitch: [12, 44],
        light: [1.05, 1],
        snow: 0.62,
        haze: '#d9dee1',
        hazeAmount: 0.45,
      });
      const r = rng(7);
      const b = branch(r, {
        x: 1680,
        y: 930,
        angle: 3.6,
        length: 1050,
        width: 19,
        orders: 2,
        colour: '#2c2426',
        light: '#f0f4f8',
        curl: 0.2,
      });
      await c.svg(b.svg + flowersOn(r, b.twigs, { size: [34, 58], density: 0.15, spread: 14, buds: 0.4 }), {
        defs: flowerDefs(r, { petal: '#d0304a', edge: '#ec6478', heart: '#7a1026', calyx: '#4a1a20' }),
      });
      flakes(c, { seed: 26, count: 520, size: [1, 5], alpha: 0.85 });
      c.finish({ seed: 3, contrast: 0.16 });
    },
  },
  {
    key: 'oldstreet-4',
    alt: '屋檐近景，一排圆形瓦当与滴水整齐排列，檐下悬着风铃',
    caption: '瓦当一圈圈排过去，檐角的风铃偶尔响一声。',
    focal: [0.45, 0.5],
    taken: '2024:04:21 11:08:00',
    async draw(c) {
      c.sky([
        [0, '#4f8fc6'],
        [0.6, '#9fc6dd'],
        [1, '#dfe9e4'],
      ]);
      c.clouds({
        seed: 85,
        y: 0.6,
        depth: 0.3,
        colour: '#ffffff',
        under: '#c3d3de',
        alpha: 0.9,
        scale: 2.4,
        stretch: 2,
      });
      roof(c, {
        x0: -620,
        x1: 2220,
        ridgeY: -240,
        eaveY: 470,
        pitch: 96,
        seed: 9,
        tile: '#767d86',
        light: 1.1,
        curl: 90,
        taper: -0.05,
      });
      // under-eave rafters, a painted beam and its shadow, all along the same curve
      const curve = (x: number): number => 508 - 90 * (Math.abs(x - 800) / 1420) ** 4;
      const strip = (y0: number, y1: number): string => {
        let p = '';
        for (let x = -20; x <= 1640; x += 20) p += `${x === -20 ? 'M' : 'L'}${x} ${curve(x) + y0}`;
        for (let x = 1640; x >= -20; x -= 20) p += `L${x} ${curve(x) + y1}`;
        return `${p}Z`;
      };
      let s = `<path d="${strip(0, 66)}" fill="#2a1410"/><path d="${strip(60, 150)}" fill="#2f6f68"/><path d="${strip(60, 72)}" fill="#123a3a"/><path d="${strip(138, 150)}" fill="#d9a441"/><path d="${strip(150, 196)}" fill="#8f2f22"/><path d="${strip(186, 200)}" fill="#5a1c16"/>`;
      for (let k = 0; k < 27; k++) {
        const x = -40 + k * 66;
        const y = curve(x + 17);
        s += `<path d="M${x} ${y + 14}h34v34h-34z" fill="#8a4030"/><path d="M${x} ${y + 14}h34v8h-34z" fill="#3a1a14"/><path d="M${x + 7} ${y + 31}h20M${x + 17} ${y + 26}v14" stroke="#4fa08a" stroke-width="4"/>`;
      }
      for (let k = 0; k < 13; k++) {
        const x = 30 + k * 126;
        const y = curve(x) + 105;
        s += `<g transform="translate(${x} ${y})"><path d="M-40 0Q-20 -30 0 -24Q20 -30 40 0Q20 30 0 24Q-20 30 -40 0Z" fill="#3f8fa0" stroke="#e9d9a8" stroke-width="3"/><path d="M-18 0Q0 -22 18 0Q0 22 -18 0Z" fill="#e9d9a8"/><circle r="6" fill="#b3372c"/></g>`;
      }
      await c.svg(s);
      await c.svg(`<path d="${strip(-6, 44)}" fill="#0c0a0a" opacity=".5"/>`, { blur: 10 });
      await c.svg(
        '<g transform="translate(1180 738) scale(1.1)"><path d="M0 -60V20" stroke="#3a3430" stroke-width="4"/><path d="M-44 96C-40 30 -26 16 0 16C26 16 40 30 44 96C22 86 -22 86 -44 96Z" fill="url(#bell)"/><path d="M-44 96C-22 86 22 86 44 96" fill="none" stroke="#3f3420" stroke-width="5"/><path d="M0 86V170" stroke="#3a3430" stroke-width="3"/><path d="M-26 170C-10 160 12 178 30 166C34 196 14 214 2 210C-14 214 -30 196 -26 170Z" fill="#6f5a34"/></g>',
        {
          defs: '<linearGradient id="bell" x1="0" x2="1" y1="0" y2="0"><stop offset="0" stop-color="#5a4a2a"/><stop offset=".35" stop-color="#d9b86a"/><stop offset="1" stop-color="#6a5430"/></linearGradient>',
        },
      );
      await c.svg(
        birds(rng(9), { count: 3, x: 1250, y: 240, spreadX: 90, spreadY: 40, size: [16, 24], colour: '#2f3a46' }),
      );
      c.finish({ seed: 4, contrast: 0.18 });
    },
  },
  {
    key: 'oldstreet-5',
    alt: '黄昏的四合院群落，窗格里透出灯光，天边余晖未尽',
    caption: '炊烟散了，院子里的灯一扇一扇亮起来。',
    focal: [0.5, 0.6],
    taken: '2024:11:08 18:16:00',
    async draw(c) {
      c.sky(
        [
          [0, '#22345e'],
          [0.5, '#6f6f98'],
          [0.8, '#e09a82'],
          [1, '#ffc88c'],
        ],
        0,
        0.42,
      );
      c.clouds({
        seed: 95,
        y: 0.16,
        depth: 0.09,
        colour: '#f0a08a',
        under: '#4a4f7c',
        alpha: 0.7,
        scale: 3,
        stretch: 6,
      });
      ridge(c, {
        seed: 81,
        y: 0.36,
        amp: 0.08,
        scale: 3,
        rough: 0.6,
        colour: '#6a6488',
        foot: '#b98a90',
        depth: 0.16,
        relief: 0.3,
      });
      await town(c, {
        seed: 35,
        tile: ['#4c5470', '#424a66'],
        wall: ['#6a5a68', '#54485a'],
        top: 0.42,
        bottom: 1.0,
        rows: 5,
        pitch: [9, 36],
        light: [1.1, 0.92],
        windows: '#ffc66e',
        haze: '#8a7a94',
        hazeAmount: 0.5,
        trees: ['#33405a', '#3c4a60'],
      });
      c.bloom(24, 0.75, 0.66);
      c.finish({ seed: 5, vignette: 0.2 });
    },
  },
];
