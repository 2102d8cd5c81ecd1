/** Produce stalls under awnings, peppers and vegetables, a market from above, spices in sacks. */
import { Layer } from '../lib/canvas.ts';
import { hex, mixHex, type Rgb } from '../lib/colour.ts';
import { apple, bokeh } from '../lib/nature.ts';
import { clamp, hash2, noise, type Rng, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { walker } from './night.ts';

/** A lit ball or ellipsoid with a matte or glossy skin: tomatoes, oranges, potatoes, onions. */
function ball(
  l: Layer,
  cx: number,
  cy: number,
  R: number,
  o: { colour: string; squash?: number; gloss?: number; bump?: number; seed: number; ribs?: number; turn?: number },
): void {
  const n = noise(o.seed % 7);
  const col = hex(o.colour);
  const sq = o.squash ?? 1;
  const ct = Math.cos(o.turn ?? 0);
  const st = Math.sin(o.turn ?? 0);
  for (let y = Math.floor(cy - R * 1.05); y <= cy + R * 1.05; y++)
    for (let x = Math.floor(cx - R * 1.05); x <= cx + R * 1.05; x++) {
      const px = (x - cx) / R;
      const py = (y - cy) / R;
      const u = px * ct + py * st;
      const v = (-px * st + py * ct) / sq;
      const rib = o.ribs ? Math.cos(Math.atan2(u, v) * o.ribs) * 0.05 : 0;
      const d = Math.hypot(u, v) * (1 - rib) + n.fbm(x * (2 / R) + o.seed, y * (2 / R), 3) * (o.bump ?? 0);
      if (d > 1) continue;
      const z = Math.sqrt(1 - d * d);
      const lam = clamp(-px * 0.5 - py * 0.62 + z * 0.6);
      const spec = Math.exp(-((px + 0.34) ** 2 + (py + 0.42) ** 2) / 0.04) * (o.gloss ?? 0.3);
      const t = 1 + n.fbm(x * 0.06 + o.seed, y * 0.06, 3) * 0.2;
      const k = (0.26 + 0.9 * lam) * t;
      l.put(x, y, [col[0] * k + spec, col[1] * k + spec, col[2] * k + spec], clamp((1 - d) * R * 0.6 + 0.3));
    }
}
/** A glossy pepper pod along a curve. */
function pod(r: Rng, x: number, y: number, len: number, col: string): string {
  const a = r.int(0, 359);
  const w = len * r.range(0.09, 0.13);
  const bend = len * r.range(-0.3, 0.3);
  const body = `M0 ${-w}C${len * 0.35} ${-w * 1.15 + bend * 0.1} ${len * 0.75} ${-w * 0.7 + bend * 0.55} ${len} ${bend}C${len * 0.72} ${w * 0.55 + bend * 0.75} ${len * 0.35} ${w * 1.2 + bend * 0.25} 0 ${w}C${-w * 0.6} ${w * 0.5} ${-w * 0.6} ${-w * 0.5} 0 ${-w}Z`;
  return `<g transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${a})"><path d="${body}" fill="#160202" opacity=".5" transform="translate(4 8)"/><path d="${body}" fill="${col}"/><path d="${body}" fill="url(#sheen)"/><path d="M${w * 0.6} ${-w * 0.5}C${len * 0.36} ${-w * 0.55 + bend * 0.1} ${len * 0.66} ${-w * 0.25 + bend * 0.5} ${len * 0.84} ${bend * 0.72}" stroke="#ffe6da" stroke-opacity=".42" stroke-width="${(w * 0.2).toFixed(1)}" fill="none" stroke-linecap="round"/><path d="M${w * 0.5} ${-w * 0.5}C${len * 0.2} ${-w * 0.6} ${len * 0.3} ${-w * 0.5} ${len * 0.36} ${-w * 0.42}" stroke="#ffffff" stroke-opacity=".7" stroke-width="${(w * 0.16).toFixed(1)}" fill="none" stroke-linecap="round"/><path d="M${w * 0.35} ${-w * 1.02}Q${w * 0.95} 0 ${w * 0.35} ${w * 1.02}Q${-w * 0.75} ${w * 0.9} ${-w * 0.85} 0Q${-w * 0.75} ${-w * 0.9} ${w * 0.35} ${-w * 1.02}Z" fill="#4c7a2c"/><path d="M${-w * 0.7} 0Q${-w * 2} ${-w * 0.3} ${-w * 3} ${w * 0.8}" stroke="#5a8a34" stroke-width="${(w * 0.34).toFixed(1)}" fill="none" stroke-linecap="round"/></g>`;
}
function awning(x0: number, x1: number, y: number, drop: number, a: string, b: string, n: number): string {
  let s = '';
  const w = (x1 - x0) / n;
  for (let k = 0; k < n; k++) {
    const x = x0 + k * w;
    const col = k % 2 ? a : b;
    s += `<path d="M${x - (x0 + x1 - 2 * x) * -0.0} ${y - drop}H${x + w}V${y}Q${x + w / 2} ${y + w * 0.5} ${x} ${y}Z" fill="${col}"/><path d="M${x} ${y - drop * 0.25}H${x + w}V${y}Q${x + w / 2} ${y + w * 0.5} ${x} ${y}Z" fill="#000" opacity=".14"/>`;
  }
  return `${s}<path d="M${x0} ${y - drop}H${x1}" stroke="#fff" stroke-opacity=".25" stroke-width="6"/>`;
}
const crate = (x: number, y: number, w: number, h: number): string => {
  let s = `<path d="M${x} ${y}H${x + w}V${y + h}H${x}Z" fill="#7a5632"/>`;
  for (let k = 0; k < 3; k++)
    s += `<path d="M${x - 4} ${y + 4 + (k * h) / 3}H${x + w + 4}V${y + h / 3 - 6 + (k * h) / 3}H${x - 4}Z" fill="${['#c99a62', '#bd8d55', '#b08048'][k]}"/><path d="M${x - 4} ${y + 8 + (k * h) / 3}H${x + w + 4}" stroke="#e9c690" stroke-opacity=".5" stroke-width="2"/>`;
  return `${s}<path d="M${x + 6} ${y}v${h}M${x + w - 6} ${y}v${h}" stroke="#8f6438" stroke-width="12"/>`;
};

export const market: Picture[] = [
  {
    key: 'market-1',
    alt: '集市水果摊，木箱里码着红苹果和黄梨，条纹雨棚透着阳光',
    caption: '清早的果摊，刚卸车的苹果码得整整齐齐。',
    focal: [0.5, 0.6],
    taken: '2024:10:18 07:50:00',
    async draw(c) {
      c.sky([
        [0, '#d9b98a'],
        [0.4, '#8f7a5c'],
        [1, '#3a2f26'],
      ]);
      c.glow(0.8, 0.25, 0.5, '#fff0c4', 0.8);
      bokeh(c, {
        seed: 53,
        count: 50,
        y: [0.2, 0.6],
        size: [20, 60],
        colours: ['#ffe2a0', '#ffb06a', '#c9e0a0', '#fff'],
        alpha: [0.05, 0.2],
      });
      const r = rng(8);
      await c.svg(
        walker(1240, 620, 330, '#5a6a78') +
          walker(300, 610, 310, '#8a4a3a', { flip: true }) +
          walker(980, 590, 270, '#4a5a44'),
        { blur: 8 },
      );
      await c.svg(
        `${awning(-40, 1640, 190, 240, '#c93a2a', '#f3e6cf', 13)}<path d="M130 190V700M1470 190V700" stroke="#5a4630" stroke-width="16"/>`,
      );
      const rows: [number, number, string][] = [
        [560, 62, 'a'],
        [730, 78, 'b'],
        [930, 98, 'c'],
      ];
      for (const [y, R] of rows) {
        const per = 4;
        const w = (1640 + R) / per;
        for (let k = 0; k < per; k++) {
          const x = -30 + k * w;
          await c.svg(crate(x, y, w - 24, R * 2.1));
          const l = new Layer(1600, 1067);
          const type = (k + Math.round(y / 100)) % 4;
          for (let row = 2; row >= 0; row--) {
            const count = Math.floor((w - 30) / (R * 1.12)) - (row > 1 ? 1 : 0);
            for (let q = 0; q < count; q++) {
              const X = x + R * 0.72 + (q + (row % 2) * 0.5) * R * 1.12 + r.gauss() * 4;
              const Y = y + 8 - row * R * 0.5 + r.gauss() * 3;
              const rad = R * 0.64;
              if (type === 0)
                apple(l, X, Y, rad, {
                  seed: Math.floor(X + Y),
                  red: '#b8221c',
                  tilt: r.range(-0.5, 0.5),
                  light: [0.35, -0.7, 0.62],
                });
              else if (type === 1)
                apple(l, X, Y, rad, {
                  seed: Math.floor(X + Y),
                  red: '#d9b648',
                  yellow: '#efe08a',
                  tilt: r.range(-0.5, 0.5),
                  light: [0.35, -0.7, 0.62],
                });
              else if (type === 2)
                apple(l, X, Y, rad, {
                  seed: Math.floor(X + Y),
                  red: '#c9442a',
                  yellow: '#f0cf6a',
                  tilt: r.range(-0.5, 0.5),
                  light: [0.35, -0.7, 0.62],
                });
              else ball(l, X, Y, rad * 0.95, { colour: '#e88a2a', seed: q + row * 9, gloss: 0.28, bump: 0.01 });
            }
          }
          c.layer(l);
          await c.svg(
            `<path d="M${x - 4} ${y + R * 0.5}H${x + w - 20}V${y + R * 1.05}H${x - 4}Z" fill="#c99a62"/><path d="M${x - 4} ${y + R * 0.5}H${x + w - 20}" stroke="#f0d3a0" stroke-width="4"/><path d="M${x - 4} ${y + R * 0.3}H${x + w - 20}V${y + R * 0.5}H${x - 4}Z" fill="#200c04" opacity=".25"/>`,
          );
          if (hash2(k, y) < 0.6)
            await c.svg(
              `<g transform="translate(${x + w * 0.42} ${y + R * 0.46})"><path d="M0 0L6 ${-R * 0.9}H${R * 1.3}L${R * 1.24} 0Z" fill="#f6ecd2"/><path d="M${R * 0.2} ${-R * 0.6}h${R * 0.8}M${R * 0.2} ${-R * 0.36}h${R * 0.55}" stroke="#b8382a" stroke-width="${R * 0.08}"/></g>`,
            );
        }
      }
      c.bloom(30, 0.25, 0.8);
      c.finish({ seed: 1, vignette: 0.22, contrast: 0.16 });
    },
  },
  {
    key: 'market-2',
    alt: '红辣椒铺满画面，绿色椒柄错落其间，光泽鲜亮',
    caption: '甘谷辣椒上市，一堆堆红得发亮。',
    focal: [0.5, 0.5],
    taken: '2024:09:05 10:22:00',
    async draw(c) {
      c.sky([
        [0, '#5a0c0a'],
        [1, '#3a0606'],
      ]);
      const r = rng(17);
      const sheen =
        '<linearGradient id="sheen" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".16"/><stop offset=".45" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#1c0000" stop-opacity=".55"/></linearGradient>';
      for (let pass = 0; pass < 4; pass++) {
        let s = '';
        for (let k = 0; k < 200; k++)
          s += pod(
            r,
            r.range(-60, 1660),
            r.range(-60, 1130),
            r.range(110, 210),
            mixHex(r.pick(['#c41a16', '#d9281c', '#b01414', '#e23a22', '#c92a14']), '#2a0404', 0.42 - pass * 0.14),
          );
        await c.svg(s, { defs: sheen });
        if (pass < 3)
          c.each((_x, _y, i) => {
            for (let k = 0; k < 3; k++) c.px[i + k] = (c.px[i + k] as number) * 0.8;
          });
      }
      await c.svg(
        Array.from({ length: 9 }, () =>
          pod(r, r.range(100, 1500), r.range(100, 1000), r.range(150, 210), r.pick(['#6f9a34', '#86ad3c'])),
        ).join(''),
        { defs: sheen },
      );
      c.glow(0.2, 0.1, 0.7, '#fff0d0', 0.2);
      c.finish({ seed: 2, vignette: 0.28 });
    },
  },
  {
    key: 'market-3',
    w: 1600,
    h: 900,
    alt: '俯拍早市，彩色遮阳伞和菜摊排成几行，人流穿行其间',
    caption: '从楼上往下看，早市是一块会走动的拼布。',
    focal: [0.5, 0.5],
    taken: '2024:06:08 07:26:00',
    async draw(c) {
      const n = noise(27);
      c.each((x, y, i) => {
        const row = Math.floor(y / 22);
        const k =
          0.62 + hash2(Math.floor((x + (row % 2) * 20) / 40), row, 3) * 0.05 + n.fbm(x * 0.008, y * 0.008, 4) * 0.1;
        c.mixAt(i, [k, k * 0.97, k * 0.92], 1);
      });
      const r = rng(30);
      const lanes = [110, 450, 790];
      let under = '';
      let goods = '';
      let tops = '';
      for (const y of lanes) {
        for (let x = -40; x < 1640; x += 150) {
          for (const d of [-1, 1]) {
            const X = x + r.range(-12, 12);
            const Y = y + d * 66;
            const cols = r.pick([
              ['#4f8a3c', '#6fa64c', '#8fbf5a'],
              ['#d0402c', '#e05a3a', '#c22a20'],
              ['#e8a03a', '#f0b85a', '#d98a2a'],
              ['#8a4a7a', '#6a3a68', '#a05a8a'],
              ['#f0ead6', '#e0dcc0', '#d0d8b0'],
            ]);
            goods += `<rect x="${X + 4}" y="${Y - 26 + 8}" width="124" height="58" fill="#2a2018" opacity=".4"/><rect x="${X}" y="${Y - 28}" width="124" height="56" fill="#a8794a"/>`;
            for (let k = 0; k < 60; k++)
              goods += `<circle cx="${(X + r.range(8, 116)).toFixed(0)}" cy="${(Y + r.range(-21, 21)).toFixed(0)}" r="${r.range(4, 8).toFixed(1)}" fill="${r.pick(cols)}"/>`;
          }
          if (r() < 0.82) {
            const R = r.range(72, 92);
            const X = x + r.range(20, 90);
            const Y = y + r.range(-24, 24);
            const [a, b] = r.pick([
              ['#c93a2a', '#f3e6cf'],
              ['#2f6f9a', '#e6eef0'],
              ['#e0a02c', '#f6e8c4'],
              ['#3f8a6a', '#e9f0dc'],
              ['#c93a2a', '#d9553f'],
              ['#3a5a9a', '#5a7ab4'],
            ]);
            under += `<ellipse cx="${X + 34}" cy="${Y + 44}" rx="${R}" ry="${R}" fill="#1c1610" opacity=".36"/>`;
            let seg = '';
            for (let k = 0; k < 8; k++) {
              const t0 = (k / 8) * 6.2832 + 0.3;
              const t1 = ((k + 1) / 8) * 6.2832 + 0.3;
              seg += `<path d="M${X} ${Y}L${(X + Math.cos(t0) * R).toFixed(1)} ${(Y + Math.sin(t0) * R).toFixed(1)}Q${(X + Math.cos((t0 + t1) / 2) * R * 0.95).toFixed(1)} ${(Y + Math.sin((t0 + t1) / 2) * R * 0.95).toFixed(1)} ${(X + Math.cos(t1) * R).toFixed(1)} ${(Y + Math.sin(t1) * R).toFixed(1)}Z" fill="${k % 2 ? a : b}"/><path d="M${X} ${Y}L${(X + Math.cos(t0) * R).toFixed(1)} ${(Y + Math.sin(t0) * R).toFixed(1)}Q${(X + Math.cos((t0 + t1) / 2) * R * 0.95).toFixed(1)} ${(Y + Math.sin((t0 + t1) / 2) * R * 0.95).toFixed(1)} ${(X + Math.cos(t1) * R).toFixed(1)} ${(Y + Math.sin(t1) * R).toFixed(1)}Z" fill="#000" opacity="${(0.02 + 0.2 * smooth(-1, 1, Math.cos((t0 + t1) / 2 - 0.9))).toFixed(2)}"/>`;
            }
            tops += `${seg}<circle cx="${X}" cy="${Y}" r="4" fill="#444"/>`;
          }
        }
      }
      let people = '';
      for (let k = 0; k < 190; k++) {
        const lane = r.pick([280, 280, 620, 620, 10, 890]);
        const x = r.range(0, 1600);
        const y = lane + r.gauss() * 38;
        const col = r.pick([
          '#2c3a5a',
          '#8a3a34',
          '#e6e0d0',
          '#4a6a5a',
          '#c98a4a',
          '#3a3a3e',
          '#b0b8c4',
          '#6a4a6a',
          '#d9b04a',
        ]);
        const a = r.range(0, 180);
        people += `<ellipse cx="${(x + 12).toFixed(0)}" cy="${(y + 16).toFixed(0)}" rx="13" ry="8" fill="#1c1610" opacity=".4" transform="rotate(40 ${x + 12} ${y + 16})"/><ellipse cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" rx="13" ry="8" fill="${col}" transform="rotate(${a.toFixed(0)} ${x.toFixed(0)} ${y.toFixed(0)})"/><circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="6.4" fill="${r() < 0.2 ? '#e0d6c0' : '#241c18'}"/>`;
      }
      await c.svg(goods);
      await c.svg(under, { blur: 3 });
      await c.svg(people);
      await c.svg(tops);
      c.each((x, y, i) => {
        const k = 1 + 0.12 * smooth(1200, -200, x + y) - 0.1 * smooth(600, 2400, x + y);
        for (let m = 0; m < 3; m++) c.px[i + m] = (c.px[i + m] as number) * k * ([1.03, 1, 0.94][m] as number);
      });
      c.finish({ seed: 3, vignette: 0.2 });
    },
  },
  {
    key: 'market-4',
    alt: '粮油干货摊，布袋里装着花椒、豆子、小米和红枣',
    caption: '花椒、黄豆、小米、红枣，一袋一种颜色，一袋一种香。',
    focal: [0.5, 0.55],
    taken: '2024:11:22 09:44:00',
    async draw(c) {
      c.sky([
        [0, '#3a2c22'],
        [0.4, '#6a5038'],
        [1, '#2a1e16'],
      ]);
      c.glow(0.3, 0.2, 0.5, '#ffdca0', 0.5);
      const r = rng(41);
      const n = noise(9);
      const kinds: { grains: string[]; size: number; name: string }[] = [
        { grains: ['#8f2a20', '#a83428', '#6a1c18', '#b94a34'], size: 6, name: 'pepper' },
        { grains: ['#e0b450', '#eac46a', '#c9983a'], size: 6.5, name: 'soy' },
        { grains: ['#e8c84a', '#f0d868', '#d6b038'], size: 2.6, name: 'millet' },
        { grains: ['#7a1f16', '#93291c', '#5f1610', '#a83a28'], size: 13, name: 'jujube' },
        { grains: ['#5f7a34', '#74903f', '#4a6428'], size: 5, name: 'mung' },
        { grains: ['#efe4cc', '#f8f0dc', '#d9ccb0'], size: 4.4, name: 'rice' },
        { grains: ['#3a2018', '#4f2c20', '#2a1610'], size: 6, name: 'bean' },
        { grains: ['#c9682a', '#d97c38', '#b0561e'], size: 3.4, name: 'chili' },
      ];
      const sacks: [number, number, number, number][] = [];
      [
        [240, 330, 190],
        [620, 320, 200],
        [1010, 330, 195],
        [1390, 325, 190],
        [110, 720, 270],
        [590, 730, 285],
        [1080, 725, 280],
        [1540, 730, 270],
      ].forEach(([x, y, R], k) => {
        sacks.push([x as number, y as number, R as number, k]);
      });
      for (const [X, Y, R, k] of sacks) {
        const kind = kinds[k] as (typeof kinds)[0];
        await c.svg(
          `<ellipse cx="${X}" cy="${Y + R * 1.25}" rx="${R * 1.15}" ry="${R * 0.3}" fill="#0c0604" opacity=".7"/>`,
          { blur: 18 },
        );
        // cloth
        for (let y = Math.floor(Y - R * 0.5); y < Math.min(c.h, Y + R * 1.4); y++)
          for (let x = Math.max(0, Math.floor(X - R * 1.15)); x < Math.min(c.w, X + R * 1.15); x++) {
            const u = (x - X) / R;
            const v = (y - Y) / R;
            const hw = 1.04 + 0.08 * Math.sin(v * 3) + n.fbm(v * 3 + k, 2, 3) * 0.05;
            if (Math.abs(u) > hw || v > 1.28 - 0.1 * Math.abs(u)) continue;
            if (v < -0.04 && (u / 1.04) ** 2 + (v / 0.42) ** 2 > 1) continue;
            const fold =
              Math.sin(u * 15 + v * 1.6 + n.fbm(u * 2 + k * 5, v * 0.8, 2) * 3) * 0.07 +
              n.fbm(u * 2 + k, v * 1.4, 3) * 0.12;
            const weave = (x % 4 < 2 ? 0.02 : -0.02) + (y % 4 < 2 ? 0.02 : -0.02);
            const lit = 0.34 + 0.62 * clamp(0.75 - (u + 0.25) ** 2 * 0.8) - v * 0.14 + fold + weave;
            c.mixAt((y * c.w + x) * 3, [0.82 * lit, 0.73 * lit, 0.57 * lit], clamp((hw - Math.abs(u)) * R * 0.5));
          }
        // rolled rim
        await c.svg(
          `<ellipse cx="${X}" cy="${Y}" rx="${R * 1.02}" ry="${R * 0.42}" fill="none" stroke="#d9c8a2" stroke-width="${R * 0.15}"/><path d="M${X - R * 1.02} ${Y}A${R * 1.02} ${R * 0.42} 0 0 0 ${X + R * 1.02} ${Y}" fill="none" stroke="#8a7654" stroke-width="${R * 0.05}" transform="translate(0 ${R * 0.07})" opacity=".7"/><ellipse cx="${X}" cy="${Y - R * 0.02}" rx="${R * 0.97}" ry="${R * 0.385}" fill="${mixHex(kind.grains[0] as string, '#1a0c06', 0.55)}"/>`,
        );
        const l = new Layer(1600, 1067);
        const size = kind.size * (R / 200);
        const count = Math.min(2600, Math.floor(16000 / kind.size ** 1.25));
        const pts = Array.from({ length: count }, () => {
          const a = r() * 6.283;
          const d = Math.sqrt(r());
          const u = Math.cos(a) * d;
          const v = Math.sin(a) * d;
          const heap = 0.3 * (1 - d * d);
          return [X + u * R * 0.94, Y + v * R * 0.36 - heap * R, v, u] as const;
        }).sort((p, q) => p[2] - q[2]);
        for (const [x, y, v, u] of pts) {
          const col = hex(r.pick(kind.grains));
          const shade = 0.72 + 0.36 * clamp(0.5 - u * 0.45 - v * 0.2) + r.gauss() * 0.06;
          const sx = size * (kind.name === 'jujube' || kind.name === 'rice' ? 1.35 : 1);
          const ang = r() * 3.14;
          const ca = Math.cos(ang);
          const sa = Math.sin(ang);
          for (let yy = Math.floor(y - sx); yy <= y + sx; yy++)
            for (let xx = Math.floor(x - sx); xx <= x + sx; xx++) {
              const p = ((xx - x) * ca + (yy - y) * sa) / sx;
              const q = (-(xx - x) * sa + (yy - y) * ca) / size;
              const d = p * p + q * q;
              if (d > 1) continue;
              const ll =
                shade *
                (0.5 + 0.75 * clamp(0.6 - ((xx - x) / sx) * 0.35 - ((yy - y) / size) * 0.5)) *
                (d > 0.75 ? 0.72 : 1);
              const sp = Math.hypot((xx - x) / sx + 0.3, (yy - y) / size + 0.35) < 0.22 ? 0.16 : 0;
              l.put(xx, yy, [col[0] * ll + sp, col[1] * ll + sp, col[2] * ll + sp] as Rgb, 1);
            }
        }
        c.layer(l);
        await c.svg(
          `<path d="M${X - R * 1.02} ${Y + R * 0.03}A${R * 1.02} ${R * 0.42} 0 0 0 ${X + R * 1.02} ${Y + R * 0.03}" fill="none" stroke="#e3d4b0" stroke-width="${R * 0.13}"/><path d="M${X - R * 1.0} ${Y + R * 0.01}A${R * 1.02} ${R * 0.42} 0 0 0 ${X + R * 1.0} ${Y + R * 0.01}" fill="none" stroke="#fff6dc" stroke-opacity=".45" stroke-width="${R * 0.03}"/>`,
        );
      }
      await c.svg(
        '<g transform="translate(640 640) rotate(-24)"><path d="M-20 -44H96Q112 0 96 44H-20Q-44 0 -20 -44Z" fill="#8a5a30"/><path d="M-10 -32H84Q94 -6 84 20H-10Q-28 -6 -10 -32Z" fill="#4a2c14"/><path d="M96 -10H210Q220 0 210 12H96Z" fill="#a87442"/></g>',
      );
      c.glow(0.25, 0.1, 0.6, '#ffe6b8', 0.2);
      c.finish({ seed: 4, vignette: 0.26, contrast: 0.16 });
    },
  },
];
