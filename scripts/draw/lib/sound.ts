/** A small synthesiser: plucked strings, bells, breath, noise beds, a room. 44.1 kHz stereo in floats. */
import { writeFile } from 'node:fs/promises';
import { type Rng, rng } from './noise.ts';

export const RATE = 44100;
/** Pentatonic degrees (gong mode) in semitones above the tonic. */
const PENTA = [0, 2, 4, 7, 9] as const;
/** Frequency of a pentatonic degree (may be negative or above 4) over a tonic in Hz. */
export const tone = (tonic: number, degree: number): number => {
  const octave = Math.floor(degree / 5);
  return tonic * 2 ** (octave + (PENTA[((degree % 5) + 5) % 5] as number) / 12);
};

export class Track {
  seconds: number;
  n: number;
  left: Float32Array;
  right: Float32Array;
  /** What goes to the room. */
  send: Float32Array;
  constructor(seconds: number) {
    this.seconds = seconds;
    this.n = Math.floor(seconds * RATE);
    this.left = new Float32Array(this.n);
    this.right = new Float32Array(this.n);
    this.send = new Float32Array(this.n);
  }
  put(i: number, v: number, pan: number, wet: number): void {
    if (i < 0 || i >= this.n) return;
    const a = ((pan + 1) * Math.PI) / 4;
    this.left[i] = (this.left[i] as number) + v * Math.cos(a);
    this.right[i] = (this.right[i] as number) + v * Math.sin(a);
    this.send[i] = (this.send[i] as number) + v * wet;
  }
  /** Karplus-Strong string with a soft pick; `bend` semitones pressed after the attack, as a guzheng player does. */
  pluck(
    at: number,
    hz: number,
    o: {
      gain?: number;
      decay?: number;
      bright?: number;
      pan?: number;
      wet?: number;
      bend?: number;
      seed?: number;
    } = {},
  ): void {
    const random = rng(o.seed ?? Math.floor(at * 1000) + Math.floor(hz));
    const period = RATE / hz;
    const size = Math.ceil(period) + 4;
    const buf = new Float32Array(size);
    const bright = o.bright ?? 0.5;
    let lp = 0;
    for (let i = 0; i < size; i++) {
      lp += (random() * 2 - 1 - lp) * (0.25 + bright * 0.7);
      buf[i] = lp;
    }
    // pick position: notch out every seventh partial
    const pick = Math.floor(size / 7);
    for (let i = size - 1; i >= pick; i--) buf[i] = (buf[i] as number) - (buf[i - pick] as number) * 0.6;
    const seconds = o.decay ?? 3;
    const loss = 0.001 ** (1 / (hz * seconds));
    const total = Math.floor(seconds * 1.25 * RATE);
    const start = Math.floor(at * RATE);
    let w = 0;
    let prev = 0;
    const gain = o.gain ?? 0.3;
    for (let i = 0; i < total; i++) {
      const t = i / RATE;
      const p = o.bend
        ? period / 2 ** ((o.bend / 12) * Math.min(1, Math.max(0, (t - 0.16) / 0.2)) * (1 + 0.06 * Math.sin(t * 32)))
        : period;
      const read = w - p + size * 2;
      const k = Math.floor(read);
      const f = read - k;
      const a = buf[k % size] as number;
      const b = buf[(k + 1) % size] as number;
      const s = a + (b - a) * f;
      const damped = (s * (0.5 + bright * 0.4) + prev * (0.5 - bright * 0.4)) * loss;
      prev = s;
      buf[w % size] = damped;
      w++;
      const fade = i < 40 ? i / 40 : i > total - 2000 ? (total - i) / 2000 : 1;
      this.put(start + i, s * gain * fade, o.pan ?? 0, o.wet ?? 0.3);
    }
  }
  /** A struck bell: inharmonic partials that die at their own pace. */
  bell(
    at: number,
    hz: number,
    o: { gain?: number; seconds?: number; pan?: number; wet?: number; partials?: [number, number, number][] } = {},
  ): void {
    const parts = o.partials ?? [
      [0.5, 0.5, 1],
      [1, 1, 0.8],
      [1.19, 0.5, 0.55],
      [1.5, 0.34, 0.5],
      [2, 0.42, 0.4],
      [2.52, 0.2, 0.3],
      [3.01, 0.16, 0.22],
      [4.1, 0.1, 0.14],
    ];
    const seconds = o.seconds ?? 5;
    const start = Math.floor(at * RATE);
    const gain = (o.gain ?? 0.2) / 2.4;
    const n = Math.floor(seconds * RATE);
    for (const [ratio, level, life] of parts) {
      const w = (2 * Math.PI * hz * ratio) / RATE;
      const beat = (2 * Math.PI * (hz * ratio + 0.7)) / RATE;
      for (let i = 0; i < n; i++) {
        const e =
          Math.exp((-i / RATE) * (3.4 / (seconds * life))) *
          (i < 90 ? i / 90 : 1) *
          (i > n - 3000 ? (n - i) / 3000 : 1);
        this.put(start + i, (Math.sin(w * i) + Math.sin(beat * i) * 0.5) * level * e * gain, o.pan ?? 0, o.wet ?? 0.4);
      }
    }
  }
  /** A bamboo flute: few partials, breath noise, slow vibrato that comes in late. */
  flute(
    at: number,
    seconds: number,
    hz: number,
    o: { gain?: number; pan?: number; wet?: number; from?: number } = {},
  ): void {
    const random = rng(Math.floor(at * 977) + 3);
    const start = Math.floor(at * RATE);
    const n = Math.floor(seconds * RATE);
    let phase = 0;
    let lp = 0;
    let bp = 0;
    const gain = o.gain ?? 0.16;
    for (let i = 0; i < n; i++) {
      const t = i / RATE;
      const late = Math.min(1, Math.max(0, (t - 0.35) / 0.6));
      const vib = Math.sin(2 * Math.PI * 4.8 * t) * 0.0045 * late;
      const slide = o.from ? (o.from / hz - 1) * Math.exp(-t * 22) : 0;
      phase += (2 * Math.PI * hz * (1 + vib + slide)) / RATE;
      const env =
        Math.min(1, t / 0.09) *
        Math.min(1, (seconds - t) / 0.22) *
        (0.86 + 0.14 * Math.sin(2 * Math.PI * 4.8 * t) * late);
      lp += (random() * 2 - 1 - lp) * 0.3;
      bp += (lp - bp) * 0.08;
      const breath = (lp - bp) * (0.16 + 0.5 * Math.exp(-t * 26));
      const s =
        Math.sin(phase) + 0.34 * Math.sin(2 * phase) + 0.16 * Math.sin(3 * phase) + 0.05 * Math.sin(4 * phase) + breath;
      this.put(start + i, s * env * gain, o.pan ?? 0, o.wet ?? 0.5);
    }
  }
  /** A soft pad of a few detuned partials. */
  pad(at: number, seconds: number, hz: readonly number[], o: { gain?: number; wet?: number } = {}): void {
    const start = Math.floor(at * RATE);
    const n = Math.floor(seconds * RATE);
    hz.forEach((f, k) => {
      for (const [d, pan] of [
        [0.997, -0.6],
        [1.003, 0.6],
      ] as const) {
        const w = (2 * Math.PI * f * d) / RATE;
        for (let i = 0; i < n; i++) {
          const t = i / n;
          const env = Math.sin(Math.PI * t) ** 1.2 * (0.85 + 0.15 * Math.sin(i * 0.00009 * (k + 1)));
          this.put(
            start + i,
            (Math.sin(w * i) + 0.25 * Math.sin(2 * w * i)) * env * ((o.gain ?? 0.05) / hz.length),
            pan,
            o.wet ?? 0.5,
          );
        }
      }
    });
  }
  /** A bed of filtered noise: `low`/`high` in Hz, slow swells. Rain, river, wind, breath of a street. */
  bed(o: {
    seed: number;
    low: number;
    high: number;
    gain: number;
    swell?: number;
    depth?: number;
    from?: number;
    to?: number;
    fade?: number;
    wet?: number;
    sweep?: number;
  }): void {
    for (const side of [0, 1]) {
      const random = rng(o.seed * 7 + side);
      let l1 = 0;
      let l2 = 0;
      let h1 = 0;
      let h2 = 0;
      const from = Math.floor((o.from ?? 0) * RATE);
      const to = Math.min(this.n, Math.floor((o.to ?? this.seconds) * RATE));
      const fade = (o.fade ?? 2) * RATE;
      const target = side ? this.right : this.left;
      const kl = 1 - Math.exp((-2 * Math.PI * o.low) / RATE);
      for (let i = from; i < to; i++) {
        const t = i / RATE;
        const slow =
          Math.sin(t * 2 * Math.PI * (o.swell ?? 0.1) + side * 0.9) * 0.6 +
          Math.sin(t * 2 * Math.PI * (o.swell ?? 0.1) * 1.73 + 2 + side) * 0.4;
        const high = o.high * (1 + (o.sweep ?? 0) * slow);
        const kh = 1 - Math.exp((-2 * Math.PI * high) / RATE);
        const x = random() * 2 - 1;
        l1 += (x - l1) * kh;
        l2 += (l1 - l2) * kh;
        h1 += (l2 - h1) * kl;
        h2 += (l2 - h1 - h2) * kl;
        const e = Math.min(1, (i - from) / fade, (to - i) / fade);
        const v = (l2 - h1 - h2) * o.gain * e * (1 + (o.depth ?? 0.3) * slow);
        target[i] = (target[i] as number) + v;
        this.send[i] = (this.send[i] as number) + v * (o.wet ?? 0);
      }
    }
  }
  /** Single drops: short falling blips. */
  drops(
    r: Rng,
    o: { count: number; from: number; to: number; hz: [number, number]; gain: number; wet?: number },
  ): void {
    for (let k = 0; k < o.count; k++) {
      const start = Math.floor(r.range(o.from, o.to) * RATE);
      const hz = r.range(o.hz[0], o.hz[1]);
      const gain = o.gain * r.range(0.2, 1) ** 2;
      const pan = r.range(-0.9, 0.9);
      const n = Math.floor(RATE * r.range(0.03, 0.09));
      let phase = 0;
      for (let i = 0; i < n; i++) {
        const t = i / n;
        phase += (2 * Math.PI * hz * (1 + 0.5 * t)) / RATE;
        this.put(start + i, Math.sin(phase) * Math.exp(-t * 5) * Math.min(1, i / 20) * gain, pan, o.wet ?? 0.3);
      }
    }
  }
  /** A bird: a few swept whistles. */
  bird(at: number, o: { hz: number; notes: number; gain: number; pan: number; seed: number; speed?: number }): void {
    const r = rng(o.seed);
    let t0 = at;
    for (let k = 0; k < o.notes; k++) {
      const len = r.range(0.06, 0.16) / (o.speed ?? 1);
      const f0 = o.hz * r.range(0.85, 1.2);
      const f1 = o.hz * r.range(0.8, 1.35);
      const n = Math.floor(len * RATE);
      let phase = 0;
      for (let i = 0; i < n; i++) {
        const t = i / n;
        phase += (2 * Math.PI * (f0 + (f1 - f0) * t + Math.sin(t * 40) * o.hz * 0.02)) / RATE;
        this.put(Math.floor(t0 * RATE) + i, Math.sin(phase) * Math.sin(Math.PI * t) * o.gain, o.pan, 0.35);
      }
      t0 += len + r.range(0.03, 0.14) / (o.speed ?? 1);
    }
  }
  /** Talk without words: formant-filtered bursts of a buzzing source, as a crowd sounds from across a square. */
  murmur(o: { seed: number; voices: number; gain: number; from?: number; to?: number }): void {
    const r = rng(o.seed);
    for (let v = 0; v < o.voices; v++) {
      const base = r.pick([110, 125, 140, 190, 215, 240]) * r.range(0.92, 1.08);
      const pan = r.range(-0.9, 0.9);
      const level = o.gain * r.range(0.35, 1) ** 1.5;
      let t = (o.from ?? 0) + r.range(0, 2);
      const end = o.to ?? this.seconds;
      while (t < end) {
        const words = r.int(3, 9);
        let pitch = base * r.range(0.95, 1.15);
        for (let k = 0; k < words && t < end; k++) {
          const len = r.range(0.09, 0.24);
          const f1 = r.pick([320, 450, 600, 750]);
          const f2 = r.pick([900, 1200, 1700, 2100]);
          const n = Math.floor(len * RATE);
          const glide = r.range(-0.16, 0.12);
          let phase = 0;
          let y1 = 0;
          let y2 = 0;
          let z1 = 0;
          let z2 = 0;
          const c1 = 2 * 0.985 * Math.cos((2 * Math.PI * f1) / RATE);
          const c2 = 2 * 0.98 * Math.cos((2 * Math.PI * f2) / RATE);
          for (let i = 0; i < n; i++) {
            const q = i / n;
            phase += (pitch * (1 + glide * q)) / RATE;
            const saw = (phase % 1) - 0.5 + (r() - 0.5) * 0.12;
            const a = saw * 0.03 + c1 * y1 - 0.970225 * y2;
            y2 = y1;
            y1 = a;
            const b = saw * 0.024 + c2 * z1 - 0.9604 * z2;
            z2 = z1;
            z1 = b;
            this.put(Math.floor(t * RATE) + i, (a + b * 0.6) * Math.sin(Math.PI * q) ** 0.7 * level, pan, 0.3);
          }
          t += len + r.range(0.01, 0.07);
          pitch *= r.range(0.94, 1.05);
        }
        t += r.range(0.3, 2.2);
      }
    }
  }
  /** A room: eight combs and two all-passes (Schroeder), mixed in stereo. */
  room(amount: number, seconds = 2.2): void {
    const sizes = [1557, 1617, 1491, 1422, 1277, 1356, 1188, 1116];
    for (const side of [0, 1]) {
      const target = side ? this.right : this.left;
      const wet = new Float32Array(this.n);
      for (const base of sizes) {
        const size = base + side * 23;
        const buf = new Float32Array(size);
        const fb = 0.001 ** (size / RATE / seconds);
        let store = 0;
        for (let i = 0; i < this.n; i++) {
          const out = buf[i % size] as number;
          store = out * 0.75 + store * 0.25;
          buf[i % size] = (this.send[i] as number) + store * fb;
          wet[i] = (wet[i] as number) + out;
        }
      }
      for (const size0 of [556, 441, 341]) {
        const size = size0 + side * 23;
        const buf = new Float32Array(size);
        for (let i = 0; i < this.n; i++) {
          const b = buf[i % size] as number;
          const x = wet[i] as number;
          buf[i % size] = x + b * 0.5;
          wet[i] = b - x * 0.5;
        }
      }
      for (let i = 0; i < this.n; i++) target[i] = (target[i] as number) + (wet[i] as number) * amount * 0.16;
    }
  }
  /** Fades, a soft limit, and a 16-bit WAV. */
  async save(file: string, fadeIn = 1, fadeOut = 3): Promise<void> {
    let peak = 0;
    for (let i = 0; i < this.n; i++)
      peak = Math.max(peak, Math.abs(this.left[i] as number), Math.abs(this.right[i] as number));
    const gain = 0.85 / (peak || 1);
    const data = Buffer.alloc(44 + this.n * 4);
    data.write('RIFF', 0);
    data.writeUInt32LE(36 + this.n * 4, 4);
    data.write('WAVEfmt ', 8);
    data.writeUInt32LE(16, 16);
    data.writeUInt16LE(1, 20);
    data.writeUInt16LE(2, 22);
    data.writeUInt32LE(RATE, 24);
    data.writeUInt32LE(RATE * 4, 28);
    data.writeUInt16LE(4, 32);
    data.writeUInt16LE(16, 34);
    data.write('data', 36);
    data.writeUInt32LE(this.n * 4, 40);
    for (let i = 0; i < this.n; i++) {
      const e = Math.min(1, i / RATE / fadeIn, (this.n - i) / RATE / fadeOut);
      data.writeInt16LE(Math.round(Math.tanh((this.left[i] as number) * gain * e) * 32000), 44 + i * 4);
      data.writeInt16LE(Math.round(Math.tanh((this.right[i] as number) * gain * e) * 32000), 46 + i * 4);
    }
    await writeFile(file, data);
  }
}
