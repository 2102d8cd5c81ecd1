/** Apple country: fruit on the bough, rows on the hillside, baskets, dusk, blocks from above. */
import { type Canvas, Layer } from '../lib/canvas.ts';
import { hex, type Rgb } from '../lib/colour.ts';
import { apple, bokeh, branch, crown, leavesOn, ridge, type Twig, wood } from '../lib/nature.ts';
import { clamp, hash2, noise, rng, smooth } from '../lib/noise.ts';
import type { Picture } from '../lib/picture.ts';
import { crowns, drawTerrain, fadeDetail, tree } from '../lib/terrain.ts';

/** Orchard rows on rolling ground. */
function rows(
  c: Canvas,
  o: {
    seed: number;
    eye: number;
    horizon: number;
    leaf: string[];
    fruit: string;
    fruitAmount: number;
    grass: string;
    sun: { azimuth: number; elevation: number; colour: string; strength: number };
    ambient: { colour: string; strength: number };
    haze: { colour: string; sunward?: string; distance: number };
    relief: number;
    gapX: number;
    fov?: number;
    patch?: boolean;
  },
): void {
  const n = noise(o.seed);
  const leaf = o.leaf.map(hex);
  const fruit = hex(o.fruit);
  const grass = hex(o.grass);
  const land = (x: number, z: number): number => n.fbm(x * 0.0024 + 3, z * 0.0024, 3) * o.relief + z * 0.012;
  const frame = (x: number, z: number): [number, number, number, number] => {
    if (!o.patch) return [x, z, 0.3, 99];
    const a = Math.floor((x + n.at(x * 0.004, z * 0.004) * 40) / 92);
    const b = Math.floor((z + a * 33) / 74);
    const id = hash2(a, b, 3);
    const t = id * 3.1;
    return [x * Math.cos(t) + z * Math.sin(t), -x * Math.sin(t) + z * Math.cos(t), id, 99];
  };
  const bump = (x: number, z: number): number => {
    const [u, v, id] = frame(x, z);
    if (o.patch && id > 0.72) return 0;
    const row = Math.round(u / o.gapX);
    const du = (u - row * o.gapX) / 1.75;
    const k = Math.round((v + row * 1.1) / 4.1);
    const dv = (v + row * 1.1 - k * 4.1) / 2;
    const h = hash2(row, k, 9);
    const lump = 0.22 * Math.sin(x * 4.3 + h * 20) * Math.sin(z * 4.9 + h * 30) + 0.12 * Math.sin(x * 9 + z * 7);
    const d2 = (du * du + dv * dv) * (1 + lump) * (0.85 + h * 0.35);
    if (d2 >= 1) {
      tree.k = 0;
      return 0;
    }
    tree.k = Math.sqrt(1 - d2);
    tree.id = h;
    return tree.k * (2.9 + h * 0.8);
  };
  drawTerrain(c, {
    height: (x, z) => land(x, z) + bump(x, z) + (o.patch ? 0 : crowns(x, z, 40, 13, z > 700 ? 0.12 : 0, 1, 4)),
    albedo: (p, out) => {
      const [u, , id] = frame(p.x, p.z);
      if (o.patch && id > 0.72) tree.k = 0;
      else bump(p.x, p.z);
      const f =
        n.fbm(p.x * 1.6, p.z * 1.6, 3) * 0.4 * fadeDetail(1.6, p.foot) +
        n.fbm(p.x * 6, p.z * 6, 2) * 0.3 * fadeDetail(0.4, p.foot);
      if (tree.k > 0.02) {
        const a = leaf[Math.floor((o.patch ? id * 1.38 * 0.8 + tree.id * 0.2 : tree.id) * (leaf.length - 0.01))] as Rgb;
        const l = 0.42 + 0.62 * tree.k + f;
        const cell = 0.24;
        const red =
          hash2(Math.floor(p.x / cell), Math.floor(p.z / cell) + Math.floor(p.h / cell) * 31, 5) < o.fruitAmount
            ? 0.9 * fadeDetail(1.1, p.foot) + 0.14
            : 0.05;
        for (let k = 0; k < 3; k++)
          out[k] = clamp((a[k] as number) * l * (1 - red) + (fruit[k] as number) * red * (0.75 + tree.k * 0.4));
      } else {
        const stripe = o.patch ? Math.sin(u * 1.3) * 0.06 : 0;
        const worn = smooth(0.9, 0.2, Math.abs(u / o.gapX - Math.round(u / o.gapX) - 0.5) * 4);
        const soil: Rgb = [0.62, 0.5, 0.34];
        const t = o.patch ? (id > 0.72 ? 0.8 : 0.3) : worn * 0.35 + 0.12;
        for (let k = 0; k < 3; k++)
          out[k] = ((grass[k] as number) * (1 - t) + (soil[k] as number) * t) * (1 + f * 0.6 + stripe);
      }
      return 0;
    },
    eye: o.eye,
    horizon: o.horizon,
    fov: o.fov ?? 50,
    near: 5,
    far: 4200,
    sun: o.sun,
    ambient: o.ambient,
    haze: o.haze,
    shadowReach: 240,
  });
}

export const orchard: Picture[] = [
  {
    key: 'orchard-1',
    alt: '枝头红苹果特写，叶片透光，背景是虚化的果园',
    caption: '昼夜温差大，苹果红得透，挂在枝头沉甸甸的。',
    focal: [0.5, 0.5],
    taken: '2024:10:11 10:02:00',
    async draw(c) {
      c.sky([
        [0, '#cfe0c0'],
        [0.4, '#9fbf7a'],
        [1, '#4a6e3c'],
      ]);
      c.glow(0.75, 0.15, 0.5, '#fffbe0', 0.85);
      bokeh(c, {
        seed: 5,
        count: 90,
        y: [0, 1],
        size: [24, 84],
        colours: ['#e9ffb8', '#fff6c0', '#d7463a', '#a9d07a'],
        alpha: [0.05, 0.2],
      });
      c.blur(10);
      const r = rng(11);
      const twigs: Twig[] = [];
      let w = '';
      for (const st of [
        { x: -60, y: 190, angle: 0.1, length: 1750, width: 24 },
        { x: 1680, y: 60, angle: 2.75, length: 800, width: 13 },
        { x: 300, y: 220, angle: 0.7, length: 420, width: 9 },
      ]) {
        const b = branch(r, { ...st, orders: 2, colour: '#4d3f33', light: '#a79682', curl: 0.1 });
        w += b.svg;
        twigs.push(...b.twigs);
      }
      await c.svg(
        leavesOn(r, twigs, { size: [90, 150], density: 0.07, colours: ['#3f6b34', '#54843e', '#2f5a30'], spread: 20 }) +
          w,
      );
      const l = new Layer(1600, 1067);
      const at: [number, number, number][] = [
        [520, 470, 168],
        [880, 560, 186],
        [1210, 430, 150],
        [250, 560, 128],
        [700, 330, 110],
        [1420, 640, 132],
        [1040, 330, 96],
      ];
      for (const [x, y, R] of at.sort((p, q) => p[2] - q[2]))
        apple(l, x, y, R, {
          seed: x,
          red: R > 140 ? '#b81e1e' : '#a82420',
          tilt: r.range(-0.25, 0.25),
          light: [0.45, -0.65, 0.62],
          dim: R < 115 ? 0.86 : 1,
          rim: '#dff0c0',
        });
      c.layer(l);
      await c.svg(
        leavesOn(
          r,
          twigs.filter((t) => t.y < 420),
          { size: [100, 170], density: 0.035, colours: ['#6fa048', '#8aba58', '#548a40', '#a3c766'], spread: 26 },
        ),
      );
      const drops = new Layer(1600, 1067);
      for (let k = 0; k < 46; k++) {
        const [ax, ay, aR] = r.pick(at);
        const x = ax + r.gauss() * aR * 0.45;
        const y = ay + r.gauss() * aR * 0.45;
        const R = r.range(2.5, 6);
        for (let Y = Math.floor(y - R); Y <= y + R; Y++)
          for (let X = Math.floor(x - R); X <= x + R; X++) {
            const d = Math.hypot(X - x, Y - y) / R;
            if (d < 1)
              drops.put(
                X,
                Y,
                d > 0.6 && Y > y
                  ? [1, 0.82, 0.78]
                  : X > x + R * 0.1 && Y < y - R * 0.2
                    ? [1, 1, 1]
                    : [0.42, 0.05, 0.06],
                0.55,
              );
          }
      }
      c.layer(drops);
      c.bloom(30, 0.25, 0.82);
      c.finish({ seed: 1, contrast: 0.16 });
    },
  },
  {
    key: 'orchard-2',
    alt: '苹果园行间伸向远山，树上挂满红果，草地上有树影',
    caption: '一行行果树排到山脚，摘果的人从园子另一头开始。',
    focal: [0.5, 0.55],
    taken: '2024:10:06 09:20:00',
    draw(c) {
      c.sky(
        [
          [0, '#4f92cc'],
          [0.6, '#a6cce2'],
          [1, '#f3ecd6'],
        ],
        0,
        0.38,
      );
      c.clouds({
        seed: 35,
        y: 0.14,
        depth: 0.12,
        colour: '#ffffff',
        under: '#a9c0d2',
        alpha: 0.95,
        scale: 3,
        stretch: 2.6,
        cover: 0.05,
      });
      ridge(c, {
        seed: 35,
        y: 0.33,
        amp: 0.08,
        scale: 3,
        rough: 0.6,
        colour: '#7f9cb3',
        foot: '#c9d6d0',
        depth: 0.14,
        relief: 0.5,
        light: 1,
      });
      ridge(c, {
        seed: 39,
        y: 0.38,
        amp: 0.06,
        scale: 3,
        rough: 0.5,
        colour: '#6f9078',
        foot: '#b9c8a0',
        depth: 0.12,
        relief: 0.5,
        light: 1,
        lit: '#cfd69a',
      });
      rows(c, {
        seed: 7,
        eye: 9.5,
        horizon: 0.35,
        leaf: ['#3f6f30', '#548a3c', '#6a9a46', '#4a7a38'],
        fruit: '#c4291f',
        fruitAmount: 0.2,
        grass: '#8fae52',
        sun: { azimuth: 60, elevation: 34, colour: '#fff0cc', strength: 2.4 },
        ambient: { colour: '#a9c2e0', strength: 0.65 },
        haze: { colour: '#c9d8d2', distance: 1500 },
        relief: 24,
        gapX: 6.2,
        fov: 58,
      });
      c.finish({ seed: 2 });
    },
  },
  {
    key: 'orchard-3',
    alt: '柳条筐里堆满刚摘的红苹果，旁边散落几片叶子',
    caption: '刚下树的苹果先进筐，再按大小一个个分开。',
    focal: [0.5, 0.5],
    taken: '2024:10:12 15:40:00',
    async draw(c) {
      const n = noise(8);
      c.sky([
        [0, '#5a6a48'],
        [0.45, '#8a8f5a'],
        [0.62, '#a8895a'],
        [1, '#6a4a2c'],
      ]);
      c.glow(0.2, 0.15, 0.5, '#ffeec0', 0.6);
      bokeh(c, {
        seed: 7,
        count: 50,
        y: [0, 0.5],
        size: [24, 70],
        colours: ['#e9ffb8', '#fff0b0', '#d0452f'],
        alpha: [0.05, 0.16],
      });
      c.blur(12);
      // wooden table
      c.each((x, y, i) => {
        const t = (y - 690) / 377;
        if (t < 0) return;
        const z = 1 / (0.5 + t);
        const board = Math.floor(((x - 800) * z) / 190 + 50);
        const edge = Math.abs((((x - 800) * z) / 190 + 50) % 1) < 0.014 ? 0.5 : 1;
        const g =
          n.fbm((x - 800) * z * 0.02 + board * 9, y * 0.004 + board, 4) +
          n.at((x - 800) * z * 0.12, y * 0.006 + board) * 0.5;
        const k = (0.8 + g * 0.3 + hash2(board, 2) * 0.18) * edge * (0.9 + t * 0.2);
        c.mixAt(i, [0.6 * k, 0.41 * k, 0.25 * k], smooth(0, 0.03, t));
      });
      await c.svg('<ellipse cx="830" cy="930" rx="600" ry="80" fill="#1c1008" opacity=".6"/>', { blur: 26 });
      const r = rng(3);
      const L = new Layer(1600, 1067);
      const pile: [number, number, number][] = [];
      for (let row = 0; row < 4; row++) {
        const count = 8 - row;
        for (let k = 0; k < count; k++)
          pile.push([
            800 + (k - (count - 1) / 2) * 118 + r.gauss() * 10,
            590 - row * 84 + r.gauss() * 9,
            r.range(74, 88),
          ]);
      }
      pile.sort((a, b) => b[1] - a[1]);
      for (const [x, y, R] of pile.reverse()) {
        for (let Y = Math.floor(y); Y < y + R * 1.25; Y++)
          for (let X = Math.floor(x - R); X < x + R; X++) {
            const d = Math.hypot((X - x) / R, (Y - y - R * 0.3) / R);
            if (d < 1 && (L.a[Y * 1600 + X] as number) > 0.3) L.put(X, Y, [0.13, 0.03, 0.03], (1 - d) * 0.7);
          }
        apple(L, x, y, R, {
          seed: Math.floor(x * 3 + y),
          red: r.pick(['#b5211c', '#c02a20', '#a31c1c']),
          tilt: r.range(-0.6, 0.6),
          light: [-0.55, -0.6, 0.58],
          rim: '#ffe0b0',
        });
      }
      c.layer(L);
      // the basket: woven strips in front of the pile
      const B = new Layer(1600, 1067);
      for (let y = 600; y < 960; y++)
        for (let x = 260; x < 1340; x++) {
          const t = (y - 600) / 350;
          const hw = 500 - t * 90;
          const u = (x - 800) / hw;
          const lip = 612 + (1 - u * u) * 56;
          const low = 866 + (1 - u * u) * 74;
          if (Math.abs(u) > 1 || y < lip || y > low) continue;
          const a = Math.asin(u) * 15;
          const rowN = Math.floor((y - lip) / 25);
          const over = (Math.floor(a) + rowN) % 2 === 0;
          const v = ((y - lip) % 25) / 25;
          const w = a - Math.floor(a);
          let k = over ? 0.55 + 0.5 * Math.sin(v * Math.PI) : 0.35 + 0.32 * Math.sin(w * Math.PI);
          if (over) k *= 0.75 + 0.3 * Math.sin(w * Math.PI);
          k *= 0.92 + n.fbm(x * 0.1, y * 0.02, 2) * 0.25;
          k *= (0.35 + 0.75 * Math.sqrt(1 - u * u)) * (0.95 - u * 0.25) * (1 - t * 0.25);
          if (y < lip + 24)
            k =
              (0.5 + 0.5 * Math.sin(((y - lip) / 24) * Math.PI)) *
              (0.8 + 0.25 * Math.sin(a * 6.28 + (y - lip) * 0.2)) *
              (0.6 + 0.5 * Math.sqrt(1 - u * u));
          B.put(x, y, [0.86 * k, 0.62 * k, 0.36 * k], 1);
        }
      c.layer(B);
      const F = new Layer(1600, 1067);
      for (const [x, y, R] of [
        [270, 900, 92],
        [1390, 880, 86],
        [1270, 975, 98],
      ] as const) {
        await c.svg(
          `<ellipse cx="${x + 26}" cy="${y + R * 0.88}" rx="${R * 1.15}" ry="${R * 0.24}" fill="#160b05" opacity=".65"/>`,
          { blur: 10 },
        );
        apple(F, x, y, R, { seed: x, tilt: r.range(-0.5, 0.5), light: [-0.55, -0.6, 0.58], rim: '#ffe0b0' });
      }
      c.layer(F);
      await c.svg(
        leavesOn(
          r,
          [
            { x: 700, y: 330, angle: 0.2, order: 0 },
            { x: 930, y: 380, angle: 2.6, order: 0 },
            { x: 560, y: 470, angle: 3.4, order: 0 },
            { x: 420, y: 985, angle: 0.1, order: 0 },
            { x: 1120, y: 1010, angle: 2.9, order: 0 },
          ],
          { size: [90, 140], density: 1, colours: ['#6f9a48', '#548540', '#8ab257'] },
        ),
      );
      c.finish({ seed: 3, contrast: 0.18, vignette: 0.24 });
    },
  },
  {
    key: 'orchard-4',
    alt: '暮色果园里一盏灯亮着，果树剪影后是橙紫色天空',
    caption: '收工前的果园，守园房的灯先亮了。',
    focal: [0.62, 0.6],
    taken: '2024:10:15 18:36:00',
    async draw(c) {
      c.sky(
        [
          [0, '#2c3766'],
          [0.35, '#7a6490'],
          [0.55, '#e0876c'],
          [0.68, '#ffc680'],
        ],
        0,
        1,
      );
      c.glow(0.3, 0.62, 0.5, '#ffb060', 0.6, 0.5);
      c.clouds({
        seed: 65,
        y: 0.28,
        depth: 0.14,
        colour: '#ff9f78',
        under: '#54497a',
        alpha: 0.75,
        scale: 2.6,
        stretch: 6,
      });
      ridge(c, {
        seed: 45,
        y: 0.6,
        amp: 0.08,
        scale: 3,
        rough: 0.6,
        colour: '#7a5a7c',
        foot: '#c98a80',
        depth: 0.15,
        relief: 0.3,
      });
      ridge(c, {
        seed: 49,
        y: 0.67,
        amp: 0.06,
        scale: 3,
        rough: 0.5,
        colour: '#4d3f62',
        foot: '#7f5f70',
        depth: 0.14,
        relief: 0.3,
      });
      const r = rng(6);
      const n = noise(4);
      c.each((x, y, i) => {
        if (y > 730) c.mixAt(i, [0.2 + n.fbm(x * 0.01, y * 0.03, 3) * 0.04, 0.16, 0.22], smooth(730, 780, y));
      });
      wood(c, {
        seed: 28,
        y: () => 745,
        rows: 2,
        rowStep: 34,
        size: [30, 46],
        colours: ['#3a3148', '#453850', '#2f2a40'],
        light: [-0.6, -0.4],
        lit: '#6a4656',
        gap: 1.15,
      });
      await c.svg(
        '<g transform="translate(1010 830)"><path d="M-96 60V-16H96V60Z" fill="#3c3140"/><path d="M-124 -10L-70 -70H70L124 -10Z" fill="#231e30"/><rect x="-64" y="2" width="46" height="36" fill="#ffd382"/><path d="M-41 2v36M-64 20h46" stroke="#6a4428" stroke-width="3"/><rect x="24" y="-4" width="34" height="64" fill="#ffbf66"/><path d="M-64 60h46l40 90h-150zM24 60h34l60 110h-120z" fill="#ffb45c" opacity=".2"/></g>',
      );
      c.glow(985 / 1600, 850 / 1067, 0.13, '#ffae58', 0.45);
      for (let row = 0; row < 3; row++)
        for (let x = -60; x < 1680; x += 190 + row * 60) {
          if (Math.abs(x - 1000) < 230 && row < 2) continue;
          const y = 880 + row * 88;
          const R = 76 + row * 30;
          await c.svg(
            `<path d="M${x - 7} ${y + R * 0.3}L${x - 10} ${y + R * 1.3}H${x + 10}L${x + 7} ${y + R * 0.3}Z" fill="#17131e"/>`,
          );
          crown(c, x + r.range(-20, 20), y, R, R * 0.82, r.pick(['#2c2738', '#332a3c', '#241f30']), {
            seed: r.int(1, 999),
            light: [x < 1000 ? 0.6 : -0.6, -0.5],
            lit: '#5f4250',
            speck: '#b83a30',
            specks: 0.025,
          });
        }
      c.bloom(20, 0.3, 0.8);
      c.finish({ seed: 4 });
    },
  },
  {
    key: 'orchard-5',
    w: 1600,
    h: 900,
    alt: '俯瞰塬上果园，一块块园子行向各异，像织出来的布纹',
    caption: '塬面上的果园一块挨着一块，行向不同，绿得也不同。',
    focal: [0.5, 0.5],
    taken: '2024:08:15 10:50:00',
    draw(c) {
      rows(c, {
        seed: 17,
        eye: 190,
        horizon: -0.55,
        leaf: ['#2f5f34', '#4f8a40', '#8fae56', '#b9b062', '#c98f4a'],
        fruit: '#c9442f',
        fruitAmount: 0.06,
        grass: '#b9b878',
        sun: { azimuth: -75, elevation: 32, colour: '#fff0cc', strength: 2.3 },
        ambient: { colour: '#a9c2e0', strength: 0.65 },
        haze: { colour: '#d3dcd0', distance: 4000 },
        relief: 26,
        gapX: 5.4,
        patch: true,
        fov: 42,
      });
      c.finish({ seed: 5, vignette: 0.2 });
    },
  },
];
