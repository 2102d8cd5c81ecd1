/**
 * Makes the demo's sound pieces and films, their captions, and db/demo/av.json.
 *
 *   node scripts/draw/av.ts                    everything
 *   node scripts/draw/av.ts yuye taohua        only these, then the index of all that exist
 *   node scripts/draw/av.ts --index            only captions and the index
 *   node scripts/draw/av.ts --frames=3,9 yunhai   single frames as PNG into the system's temporary folder, to look at
 *
 * Needs ffmpeg and ffprobe (with libx264, libmp3lame and aac) on the PATH. They are needed only to make these files
 * again: the files themselves are kept in the repository, so installing and running the site does not need them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { ambience, audio } from './families/audio.ts';
import { FPS, films, H, W } from './families/films.ts';
import { Frame, shoot } from './lib/film.ts';
import { clamp } from './lib/noise.ts';
import { Track } from './lib/sound.ts';

const root = path.resolve(import.meta.dirname, '../..');
const home = path.join(root, 'db/demo/av');
const ARTIST = '渭水图库';
/** No film costs a viewer more than this. */
const FILM_BYTES = 1_050_000;
/** Programme loudness as for podcasts on small speakers, a little under the usual -16. */
const LOUDNESS = 'loudnorm=I=-18:TP=-1.5:LRA=11';

const ffmpeg = (...args: string[]): void => {
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', '-threads', '2', ...args], { stdio: 'inherit' });
};
const tags = (title: string): string[] => [
  '-metadata',
  `title=${title}`,
  '-metadata',
  `artist=${ARTIST}`,
  '-metadata',
  `copyright=${ARTIST},CC BY 4.0`,
];
const clock = (s: number): string =>
  `${String(Math.floor(s / 3600)).padStart(2, '0')}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${(s % 60).toFixed(3).padStart(6, '0')}`;
const vtt = (cues: readonly [number, number, string][]): string =>
  `WEBVTT\n\n${cues.map(([from, to, text], k) => `${k + 1}\n${clock(from)} --> ${clock(to)}\n${text}\n`).join('\n')}`;

async function makeAudio(key: string, dir: string): Promise<void> {
  const p = audio.find((a) => a.key === key);
  if (!p) return;
  const t = new Track(p.seconds);
  p.compose(t);
  const wav = path.join(dir, `${key}.wav`);
  await t.save(wav, 1.2, 4);
  ffmpeg(
    '-i',
    wav,
    '-af',
    LOUDNESS,
    '-ar',
    '32000',
    '-c:a',
    'libmp3lame',
    '-b:a',
    '64k',
    '-joint_stereo',
    '1',
    '-id3v2_version',
    '3',
    ...tags(p.title),
    '-metadata',
    'album=渭水新闻 乡音',
    path.join(home, `${key}.mp3`),
  );
}

async function makeFilm(key: string, dir: string, only?: number[]): Promise<void> {
  const p = films.find((a) => a.key === key);
  if (!p) return;
  const draw = await p.prepare();
  if (only) {
    for (const at of only) {
      const f = new Frame(W, H);
      draw(f, at);
      const out = Buffer.alloc(W * H * 3);
      for (let i = 0; i < out.length; i++) out[i] = Math.round(clamp(f.px[i] as number) * 255);
      await sharp(out, { raw: { width: W, height: H, channels: 3 } })
        .png()
        .toFile(path.join(tmpdir(), `frame-${key}-${at}.png`));
    }
    return;
  }
  const raw = path.join(dir, `${key}.mkv`);
  await shoot(raw, { w: W, h: H, fps: FPS, seconds: p.seconds, draw });
  const t = new Track(p.seconds);
  ambience[key]?.(t);
  const wav = path.join(dir, `${key}.wav`);
  await t.save(wav, 1, 2.5);
  const out = path.join(home, `${key}.mp4`);
  const picture = [
    '-pix_fmt',
    'yuv420p',
    '-profile:v',
    'high',
    '-level',
    '4.0',
    '-vf',
    'scale=out_color_matrix=bt709',
    '-color_primaries',
    'bt709',
    '-color_trc',
    'bt709',
    '-colorspace',
    'bt709',
  ];
  const x264 = 'aq-mode=3:keyint=120';
  const sound = [
    '-af',
    LOUDNESS,
    '-ar',
    '44100',
    '-c:a',
    'aac',
    '-b:a',
    '64k',
    '-shortest',
    '-movflags',
    '+faststart',
    ...tags(p.title),
  ];
  const tmp = path.join(dir, `${key}.mp4`);
  // Constant quality if that is small enough, otherwise two passes to the size.
  const base = ['-i', raw, '-i', wav, '-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-preset', 'medium'];
  ffmpeg(...base, '-crf', '25', '-x264-params', x264, ...picture, ...sound, tmp);
  let size = statSync(tmp).size;
  if (size > FILM_BYTES) {
    const rate = Math.floor((FILM_BYTES * 0.94 * 8) / p.seconds / 1000 - 66);
    const log = path.join(dir, 'pass');
    ffmpeg(
      '-i',
      raw,
      '-map',
      '0:v',
      '-c:v',
      'libx264',
      '-preset',
      'medium',
      '-b:v',
      `${rate}k`,
      '-pass',
      '1',
      '-passlogfile',
      log,
      '-x264-params',
      x264,
      ...picture,
      '-an',
      '-f',
      'null',
      '-',
    );
    ffmpeg(
      ...base,
      '-b:v',
      `${rate}k`,
      '-pass',
      '2',
      '-passlogfile',
      log,
      '-x264-params',
      x264,
      ...picture,
      ...sound,
      tmp,
    );
    size = statSync(tmp).size;
  }
  await copyFile(tmp, out);
  console.log(`${key}: ${(size / 1000).toFixed(0)} kB`);
}

const probe = (file: string): number =>
  Number(
    execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file]).toString(),
  );

async function index(): Promise<void> {
  const rows: Record<string, unknown>[] = [];
  for (const p of audio) {
    const file = path.join(home, `${p.key}.mp3`);
    await writeFile(path.join(home, `${p.key}.vtt`), vtt(p.cues));
    if (!existsSync(file)) continue;
    rows.push({
      key: p.key,
      kind: 'audio',
      title: p.title,
      file: `${p.key}.mp3`,
      mime: 'audio/mpeg',
      durationSeconds: Math.round(probe(file)),
      poster: p.poster,
      captions: `${p.key}.vtt`,
      chapters: p.chapters ?? [],
      bytes: statSync(file).size,
    });
  }
  for (const p of films) {
    const file = path.join(home, `${p.key}.mp4`);
    await writeFile(path.join(home, `${p.key}.vtt`), vtt(p.cues));
    if (!existsSync(file)) continue;
    rows.push({
      key: p.key,
      kind: 'video',
      title: p.title,
      file: `${p.key}.mp4`,
      mime: 'video/mp4',
      durationSeconds: Math.round(probe(file)),
      width: W,
      height: H,
      poster: p.poster,
      captions: `${p.key}.vtt`,
      chapters: p.chapters ?? [],
      bytes: statSync(file).size,
    });
  }
  await writeFile(
    path.join(root, 'db/demo/av.json'),
    `[\n${rows.map((r) => `  ${JSON.stringify(r)}`).join(',\n')}\n]\n`,
  );
  console.log(
    `${rows.length} of ${audio.length + films.length} pieces, ${(rows.reduce((n, r) => n + (r.bytes as number), 0) / 1e6).toFixed(2)} MB`,
  );
}

const args = process.argv.slice(2);
const frames = args
  .find((a) => a.startsWith('--frames='))
  ?.slice(9)
  .split(',')
  .map(Number);
const wanted = args.filter((a) => !a.startsWith('--'));
const take = (key: string): boolean => wanted.length === 0 || wanted.includes(key);
const dir = mkdtempSync(path.join(tmpdir(), 'av-'));
try {
  if (!args.includes('--index')) {
    if (!frames)
      for (const p of audio.filter((a) => take(a.key))) {
        await makeAudio(p.key, dir);
        console.log(`${p.key} done`);
      }
    for (const p of films.filter((a) => take(a.key))) await makeFilm(p.key, dir, frames);
  }
  if (!frames) await index();
} finally {
  rmSync(dir, { recursive: true, force: true });
}
