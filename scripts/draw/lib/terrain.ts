/**
 * A perspective height-field renderer: for every column of the picture the ground is walked from near to far, every
 * visible pixel is lit on its own (sun with shadows, sky, bounce) and lost in haze and valley mist with distance.
 * World units are metres; the camera looks along +z from x = 0, z = 0.
 */
import type { Canvas } from './canvas.ts';
import { hex, type Rgb, toLinear } from './colour.ts';
import { clamp, type Noise, smooth } from './noise.ts';

export interface Hit {
  x: number;
  z: number;
  h: number;
  nx: number;
  ny: number;
  nz: number;
  /** Size of one pixel on the ground, in metres: details smaller than this should be left out. */
  foot: number;
}
export interface Terrain {
  /** Ground height. `foot` is the size of a pixel there. */
  height(x: number, z: number, foot: number): number;
  /** Surface colour as sRGB (0..1), written into `out`. Return 1 for a water mirror, otherwise 0. */
  albedo(hit: Hit, out: Rgb): number | undefined;
  eye: number;
  horizon: number;
  fov?: number;
  near?: number;
  far: number;
  /** azimuth 0 = straight ahead (against the light), 90 = from the right, 180 = from behind */
  sun: { azimuth: number; elevation: number; colour: string; strength: number };
  ambient: { colour: string; strength: number };
  haze: { colour: string; sunward?: string; distance: number; amount?: number };
  mist?: { colour: string; level: number; falloff: number; distance: number; noise?: Noise; scale?: number };
  sky?: (y: number) => Rgb;
  ss?: number;
  shadowReach?: number;
}

const lin = (c: Rgb): Rgb => [toLinear(c[0]), toLinear(c[1]), toLinear(c[2])];
const GAMMA = new Float32Array(4097);
for (let i = 0; i <= 4096; i++) GAMMA[i] = (i / 4096) ** (1 / 2.2);
const LINEAR = new Float32Array(1025);
for (let i = 0; i <= 1024; i++) LINEAR[i] = (i / 1024) ** 2.2;

/** Draws the terrain over the canvas (sky already painted). Returns the depth (metres) of each pixel, Infinity for sky. */
export function drawTerrain(c: Canvas, t: Terrain): Float32Array {
  const ss = t.ss ?? 1.5;
  const W = Math.round(c.w * ss);
  const H = Math.round(c.h * ss);
  const fov = ((t.fov ?? 50) * Math.PI) / 180;
  const f = W / (2 * Math.tan(fov / 2));
  const yH = t.horizon * H;
  const near = t.near ?? 4;
  const az = (t.sun.azimuth * Math.PI) / 180;
  const el = (t.sun.elevation * Math.PI) / 180;
  const L: Rgb = [Math.cos(el) * Math.sin(az), Math.sin(el), Math.cos(el) * Math.cos(az)];
  const sunC = lin(hex(t.sun.colour)).map((v) => v * t.sun.strength) as Rgb;
  const amb = lin(hex(t.ambient.colour)).map((v) => v * t.ambient.strength) as Rgb;
  const hazeC = hex(t.haze.colour);
  const hazeS = hex(t.haze.sunward ?? t.haze.colour);
  const hazeA = t.haze.amount ?? 1;
  const mistC = t.mist ? hex(t.mist.colour) : hazeC;

  // Shadow map on a coarse grid, in perspective space (x/z by log z) so that near ground gets more cells.
  const GX = 700;
  const GZ = 900;
  const span = (W / 2 / f) * 1.15;
  const lz0 = Math.log(Math.max(near, 2));
  const lz1 = Math.log(t.far);
  const shadow = new Float32Array(GX * GZ);
  const flat = Math.hypot(L[0], L[2]) || 1e-6;
  const sx = L[0] / flat;
  const sz = L[2] / flat;
  const tan = Math.tan(el);
  const reach = t.shadowReach ?? 900;
  for (let gz = 0; gz < GZ; gz++) {
    const z = Math.exp(lz0 + ((lz1 - lz0) * gz) / (GZ - 1));
    for (let gx = 0; gx < GX; gx++) {
      const x = ((gx / (GX - 1)) * 2 - 1) * span * z;
      const foot = Math.max(z * 0.0056, 0.4);
      const h0 = t.height(x, z, foot) + 0.3 + z * 0.0006;
      let lit = 1;
      let d = Math.max(1.2, z * 0.006);
      for (let k = 0; k < 18 && d < reach; k++, d *= 1.45) {
        const pz = z + sz * d;
        if (pz < 1) break;
        const over = h0 + tan * d - t.height(x + sx * d, pz, foot + d * 0.02);
        lit = Math.min(lit, 0.5 + over / (d * 0.16 + 0.2));
        if (lit <= 0) {
          lit = 0;
          break;
        }
      }
      shadow[gz * GX + gx] = clamp(lit);
    }
  }
  const shadowAt = (x: number, z: number): number => {
    const u = clamp(((x / (span * z) + 1) / 2) * (GX - 1), 0, GX - 1.01);
    const v = clamp(((Math.log(z) - lz0) / (lz1 - lz0)) * (GZ - 1), 0, GZ - 1.01);
    const i = Math.floor(u);
    const j = Math.floor(v);
    const a = u - i;
    const b = v - j;
    const o = j * GX + i;
    const top = (shadow[o] as number) * (1 - a) + (shadow[o + 1] as number) * a;
    const bot = (shadow[o + GX] as number) * (1 - a) + (shadow[o + GX + 1] as number) * a;
    return top * (1 - b) + bot * b;
  };

  const out = new Float32Array(W * H * 4);
  const depth = new Float32Array(c.w * c.h).fill(Number.POSITIVE_INFINITY);
  const hit: Hit = { x: 0, z: 0, h: 0, nx: 0, ny: 1, nz: 0, foot: 1 };
  const alb: Rgb = [0, 0, 0];
  const sunX = W / 2 + (Math.abs(az) < 1.4 ? Math.tan(az) * f : (Math.sign(az) || 1) * 4 * W);
  for (let px = 0; px < W; px++) {
    const dx = (px - W / 2) / f;
    let yTop = H;
    let z = near;
    let prevZ = near;
    let prevY = H + 1;
    const toward = t.haze.sunward ? Math.exp(-(((px - sunX) / (W * 0.45)) ** 2)) : 0;
    while (z < t.far && yTop > 0) {
      const foot = z / f;
      const h = t.height(dx * z, z, foot);
      const y = yH + (f * (t.eye - h)) / z;
      if (y < yTop) {
        const r0 = Math.max(0, Math.ceil(y));
        const r1 = Math.min(H - 1, Math.ceil(yTop) - 1);
        for (let row = r1; row >= r0; row--) {
          const s = prevY > y ? clamp((prevY - row) / (prevY - y)) : 1;
          const zz = prevZ + (z - prevZ) * s;
          const xx = dx * zz;
          const ft = zz / f;
          const e = Math.max(ft * 1.2, 0.12);
          const hh = t.height(xx, zz, ft);
          const hx = (t.height(xx + e, zz, ft) - hh) / e;
          const hz = (t.height(xx, zz + e, ft) - hh) / e;
          const inv = 1 / Math.sqrt(hx * hx + hz * hz + 1);
          hit.x = xx;
          hit.z = zz;
          hit.h = hh;
          hit.nx = -hx * inv;
          hit.ny = inv;
          hit.nz = -hz * inv;
          hit.foot = ft;
          const water = t.albedo(hit, alb);
          let r: number;
          let g: number;
          let b: number;
          if (water && t.sky) {
            const m = t.sky(clamp((yH - (row - yH)) / H));
            r = m[0] * alb[0];
            g = m[1] * alb[1];
            b = m[2] * alb[2];
          } else {
            const ndl = Math.max(0, hit.nx * L[0] + hit.ny * L[1] + hit.nz * L[2]) * shadowAt(xx, zz);
            const up = 0.55 + 0.45 * hit.ny;
            const back = 0.12 * Math.max(0, -hit.nx * L[0] - hit.nz * L[2]);
            const ar = LINEAR[(clamp(alb[0]) * 1024) | 0] as number;
            const ag = LINEAR[(clamp(alb[1]) * 1024) | 0] as number;
            const ab = LINEAR[(clamp(alb[2]) * 1024) | 0] as number;
            const tone = (v: number): number => GAMMA[Math.min(4096, ((1 - Math.exp(-v * 1.35)) * 4096) | 0)] as number;
            r = tone(ar * (sunC[0] * ndl + amb[0] * up + sunC[0] * back));
            g = tone(ag * (sunC[1] * ndl + amb[1] * up + sunC[1] * back));
            b = tone(ab * (sunC[2] * ndl + amb[2] * up + sunC[2] * back));
          }
          const fogT = (1 - Math.exp(-((zz / t.haze.distance) ** 1.15))) * hazeA;
          const hr = hazeC[0] + (hazeS[0] - hazeC[0]) * toward;
          const hg = hazeC[1] + (hazeS[1] - hazeC[1]) * toward;
          const hb = hazeC[2] + (hazeS[2] - hazeC[2]) * toward;
          r += (hr - r) * fogT;
          g += (hg - g) * fogT;
          b += (hb - b) * fogT;
          if (t.mist) {
            const m = t.mist;
            let lvl = m.level;
            if (m.noise)
              lvl += m.noise.fbm(xx * (m.scale ?? 0.004), zz * (m.scale ?? 0.004) * 0.7, 4) * m.falloff * 1.6;
            const k = 1 / m.falloff;
            const q0 = Math.exp(-Math.max(-4, (t.eye - lvl) * k));
            const q1 = Math.exp(-Math.max(-4, (hh - lvl) * k));
            const dy = (t.eye - hh) * k;
            const avg = Math.abs(dy) < 1e-3 ? q0 : (q1 - q0) / dy;
            const a = 1 - Math.exp((-avg * zz) / m.distance);
            r += (mistC[0] + (hazeS[0] - mistC[0]) * toward * 0.6 - r) * a;
            g += (mistC[1] + (hazeS[1] - mistC[1]) * toward * 0.6 - g) * a;
            b += (mistC[2] + (hazeS[2] - mistC[2]) * toward * 0.6 - b) * a;
          }
          const o = (row * W + px) * 4;
          out[o] = r;
          out[o + 1] = g;
          out[o + 2] = b;
          out[o + 3] = 1;
          const cx = Math.floor(px / ss);
          const cy = Math.floor(row / ss);
          if (cx < c.w && cy < c.h) depth[cy * c.w + cx] = zz;
        }
        yTop = Math.min(yTop, r0);
      }
      prevY = y;
      prevZ = z;
      z += Math.max(0.02, Math.min(z * 0.0045, (z * z) / (f * Math.max(1.5, t.eye * 0.7)) + z * 0.0008));
    }
  }
  // Box-filter down to the canvas.
  for (let y = 0; y < c.h; y++)
    for (let x = 0; x < c.w; x++) {
      const x0 = x * ss;
      const y0 = y * ss;
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      let wsum = 0;
      for (let Y = Math.floor(y0); Y < Math.min(H, y0 + ss); Y++) {
        const wy = Math.min(Y + 1, y0 + ss) - Math.max(Y, y0);
        for (let X = Math.floor(x0); X < Math.min(W, x0 + ss); X++) {
          const w = wy * (Math.min(X + 1, x0 + ss) - Math.max(X, x0));
          const o = (Y * W + X) * 4;
          const k = (out[o + 3] as number) * w;
          r += (out[o] as number) * k;
          g += (out[o + 1] as number) * k;
          b += (out[o + 2] as number) * k;
          a += k;
          wsum += w;
        }
      }
      if (a > 0) c.mixAt((y * c.w + x) * 3, [r / a, g / a, b / a], a / wsum);
    }
  return depth;
}

/** What the last call of a tree field found, for the colouring that follows. */
export const tree = { k: 0, id: 0 };
/**
 * Tree crowns as bumps: one jittered crown a cell. Returns the height above ground and leaves in `tree` how high on the crown
 * (0 = none, 1 = top) and the crown's own random number. `density` 0..1; `sharp` 1 = round crown, 2 or more = conifer.
 */
export function crowns(
  x: number,
  z: number,
  cell: number,
  height: number,
  density: number,
  sharp: number,
  salt: number,
  radius = 0.62,
): number {
  const cx = Math.floor(x / cell);
  const cz = Math.floor(z / cell);
  let best = 0;
  let id = 0;
  let top = 0;
  for (let j = -1; j <= 1; j++)
    for (let i = -1; i <= 1; i++) {
      let h = Math.imul(cx + i, 374761393) + Math.imul(cz + j, 668265263) + Math.imul(salt, 40503);
      h = Math.imul(h ^ (h >>> 13), 1274126177);
      h ^= h >>> 16;
      const r0 = (h & 255) / 255;
      if (r0 > density) continue;
      const r1 = ((h >>> 8) & 255) / 255;
      const r2 = ((h >>> 16) & 255) / 255;
      const r3 = ((h >>> 24) & 255) / 255;
      const px = (cx + i + 0.5 + (r1 - 0.5) * 0.7) * cell;
      const pz = (cz + j + 0.5 + (r2 - 0.5) * 0.7) * cell;
      const R = cell * radius * (0.7 + 0.5 * r3);
      let d2 = ((x - px) * (x - px) + (z - pz) * (z - pz)) / (R * R);
      if (d2 >= 1.3) continue;
      const q = 7 / R;
      d2 *=
        1 + 0.3 * Math.sin(x * q + r1 * 40) * Math.sin(z * q + r2 * 40) + 0.16 * Math.sin(x * q * 2.3 + z * q * 1.7);
      if (d2 >= 1) continue;
      const k = sharp <= 1 ? Math.sqrt(1 - d2) : (1 - Math.sqrt(d2)) ** (1 / (sharp * 0.55));
      const v = k * height * (0.7 + 0.5 * r3);
      if (v > best) {
        best = v;
        top = k;
        id = r1 * 0.6 + r2 * 0.4;
      }
    }
  tree.k = top;
  tree.id = id;
  return best;
}
export const fadeDetail = (size: number, foot: number): number => 1 - smooth(size * 0.35, size * 0.9, foot);
