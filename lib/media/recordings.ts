import { type Box, Bytes, boxes } from './bytes.ts';
import { type FileKind, MediaError } from './kind.ts';

/** What a container says of sound or film. */
export type RecordingFacts = {
  kind: 'audio' | 'video';
  /** Rounded, at least 1. */
  durationSeconds: number;
  width: number | null;
  height: number | null;
  codecs: string[];
  /** Bytes of an MP4 that say where it was taken; `withoutPlaces` overwrites them. */
  places: { at: number; length: number }[];
};

type Track = { codec: string; width: number; height: number };

/** What browsers play. */
const playable = /^(?:avc[13]|av01|vp0?[89]|mp4a|opus|Opus|flac|fLaC|\.mp3|V_VP[89]|V_AV1|A_OPUS|A_VORBIS|mp3|vorbis)$/;

/**
 * Reads length, size and codecs of sound or film from its container; nothing is decoded.
 * @throws {MediaError} for one without a length, without a track, or in a codec that browsers do not play.
 */
export function recordingFacts(file: string, { format }: FileKind): Promise<RecordingFacts> {
  return Bytes.of(file, async (bytes) => {
    const read = { mp4, m4a: mp4, webm, mp3, ogg }[format];
    const found = await read?.(bytes).catch((error: unknown) => {
      if (error instanceof RangeError) return null;
      throw error;
    });
    if (!found || !(found.seconds > 0) || !Number.isFinite(found.seconds) || found.tracks.length === 0)
      throw new MediaError('damaged', '音视频文件不完整或已损坏：读不出时长。');
    const foreign = found.tracks.find(({ codec }) => !playable.test(codec));
    if (foreign) {
      const name = /^(?:hvc1|hev1|dvh1|dvhe)$/.test(foreign.codec) ? 'HEVC' : foreign.codec;
      throw new MediaError(
        'unknown-format',
        `编码 ${name} 多数浏览器不能播放：请转为 H.264 视频、AAC 或 MP3 音频再上传。`,
      );
    }
    const film = found.tracks.find(({ width }) => width > 0);
    return {
      kind: film ? 'video' : 'audio',
      durationSeconds: Math.max(1, Math.round(found.seconds)),
      width: film?.width ?? null,
      height: film?.height ?? null,
      codecs: found.tracks.map(({ codec }) => codec),
      places: found.places ?? [],
    };
  });
}

type Found = { seconds: number; tracks: Track[]; places?: RecordingFacts['places'] };

/** The index of an MP4 is held in memory while it is read; it is a thousandth of the file. */
const largestIndex = 64 * 1024 * 1024;

async function mp4(bytes: Bytes): Promise<Found> {
  let index: Box | null = null;
  for await (const box of boxes(bytes)) {
    // Cut off, as by a copy that was not waited for.
    if (!box.whole) return { seconds: 0, tracks: [] };
    if (box.type === 'moov') index = box;
  }
  if (!index || index.end - index.body > largestIndex) return { seconds: 0, tracks: [] };
  const header = await only(bytes, 'mvhd', index);
  let seconds = header ? lengthOf(await bytes.read(header.body, 32)) : 0;
  const tracks: Track[] = [];
  for await (const track of boxes(bytes, index.body, index.end)) {
    if (track.type !== 'trak') continue;
    const media = await only(bytes, 'mdia', track);
    const handler = media && (await only(bytes, 'hdlr', media));
    const role = handler && (await bytes.read(handler.body + 8, 4)).toString('latin1');
    const info = media && (await only(bytes, 'minf', media));
    const table = info && (await only(bytes, 'stbl', info));
    const description = table && (await only(bytes, 'stsd', table));
    if (!description || (role !== 'vide' && role !== 'soun')) continue;
    const entry = await bytes.read(description.body + 8, 36);
    const codec = entry.toString('latin1', 4, 8);
    tracks.push(
      role === 'vide'
        ? { codec, width: entry.readUInt16BE(32), height: entry.readUInt16BE(34) }
        : { codec, width: 0, height: 0 },
    );
  }
  // A fragmented file has its length, if anywhere, in `mvex`.
  if (!(seconds > 0) && header) {
    const fragments = await only(bytes, 'mvex', index);
    const all = fragments && (await only(bytes, 'mehd', fragments));
    if (all) {
      const [said, scale] = [await bytes.read(all.body, 12), await bytes.read(header.body, 24)];
      const units = said[0] === 1 ? Number(said.readBigUInt64BE(4)) : said.readUInt32BE(4);
      seconds = units / scale.readUInt32BE(scale[0] === 1 ? 20 : 12);
    }
  }
  return { seconds, tracks, places: await places(bytes, index) };
}

/** `mvhd` (ISO/IEC 14496-12, 8.2.2): seconds. */
function lengthOf(header: Buffer): number {
  const wide = header[0] === 1;
  const scale = header.readUInt32BE(wide ? 20 : 12);
  const units = wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale > 0 && units !== 0xffffffff ? units / scale : 0;
}

/** Where phones write the place: an ISO 6709 text such as `+34.5807+105.7429+1165.000/` in `©xyz`, `loci`'s kin and Apple's keys. */
async function places(bytes: Bytes, index: Box): Promise<RecordingFacts['places']> {
  const text = (await bytes.read(index.body, index.end - index.body)).toString('latin1');
  const found = text.matchAll(/[+-]\d{2,6}(?:\.\d+)?[+-]\d{3,7}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?\//g);
  return [...found].map((match) => ({ at: index.body + match.index, length: match[0].length }));
}

async function only(bytes: Bytes, type: string, within?: Box): Promise<Box | null> {
  for await (const box of boxes(bytes, within?.body, within?.end)) if (box.type === type) return box;
  return null;
}

/** Matroska's ids (RFC 9559) that are of use here, and those that are gone into. */
const matroska = {
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  entry: 0xae,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
};
const folders = new Set([matroska.segment, matroska.info, matroska.tracks, matroska.entry, matroska.video]);

async function webm(bytes: Bytes): Promise<Found> {
  // Everything of use stands before the first cluster.
  const head = await bytes.read(0, 1024 * 1024);
  let scale = 1_000_000;
  let length = 0;
  const tracks: Track[] = [];
  const track = () => tracks.at(-1);
  for (let at = 0; at < head.length; ) {
    const id = number(head, at, false);
    const size = id && number(head, at + id.length, true);
    if (!id || !size || id.value === matroska.cluster) break;
    // All ones: of unknown length, as live recordings are.
    const unknown = size.value >= 2 ** (7 * size.length) - 1;
    if (id.value === matroska.segment && !unknown && at + id.length + size.length + size.value > bytes.size)
      return { seconds: 0, tracks: [] };
    const body = at + id.length + size.length;
    const last = track();
    if (id.value === matroska.scale) scale = uint(head, body, size.value);
    else if (id.value === matroska.duration)
      length = size.value === 4 ? head.readFloatBE(body) : head.readDoubleBE(body);
    else if (id.value === matroska.entry) tracks.push({ codec: '', width: 0, height: 0 });
    else if (id.value === matroska.codec && last)
      last.codec = head.toString('latin1', body, body + size.value).replace(/\0+$/, '');
    else if (id.value === matroska.width && last) last.width = uint(head, body, size.value);
    else if (id.value === matroska.height && last) last.height = uint(head, body, size.value);
    at = folders.has(id.value) ? body : body + size.value;
  }
  return { seconds: (length * scale) / 1e9, tracks };
}

/** An EBML number of variable length (RFC 8794, 4): with its length marker for ids, without for sizes. */
function number(head: Buffer, at: number, unmarked: boolean): { value: number; length: number } | null {
  const first = head[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > head.length) return null;
  let value = unmarked ? first & (0xff >> length) : first;
  for (let index = 1; index < length; index += 1) value = value * 256 + (head[at + index] ?? 0);
  return { value, length };
}

function uint(head: Buffer, at: number, length: number): number {
  return length >= 1 && length <= 6 ? head.readUIntBE(at, length) : 0;
}

const rates = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

async function mp3(bytes: Bytes): Promise<Found> {
  const start = await bytes.read(0, 10);
  const tag =
    start.toString('latin1', 0, 3) === 'ID3' ? 10 + syncsafe(start, 6) + ((start[5] ?? 0) & 0x10 ? 10 : 0) : 0;
  const head = await bytes.read(tag, 64 * 1024);
  const tracks = [{ codec: 'mp3', width: 0, height: 0 }];
  for (let at = 0; at + 200 < head.length; at += 1) {
    const frame = frameAt(head, at);
    if (!frame) continue;
    // Two headers in a row: one alone may be chance.
    if (at + frame.bytes + 4 <= head.length && !frameAt(head, at + frame.bytes)) continue;
    const within = head.toString('latin1', at, at + Math.min(frame.bytes, 200));
    const xing = within.search(/Xing|Info/);
    if (xing >= 0 && (head.readUInt32BE(at + xing + 4) & 1) === 1)
      return { seconds: (head.readUInt32BE(at + xing + 8) * frame.samples) / frame.rate, tracks };
    const vbri = within.indexOf('VBRI');
    if (vbri >= 0) return { seconds: (head.readUInt32BE(at + vbri + 14) * frame.samples) / frame.rate, tracks };
    return { seconds: ((bytes.size - tag - at) * 8) / (frame.kilobits * 1000), tracks };
  }
  return { seconds: 0, tracks: [] };
}

/** A header of MPEG audio, layer III (ISO/IEC 11172-3, 2.4.2.3). */
function frameAt(head: Buffer, at: number) {
  const word = head.readUInt32BE(at);
  const version = (word >>> 19) & 3;
  if (word >>> 21 !== 0x7ff || version === 1 || ((word >>> 17) & 3) !== 1) return null;
  const one = version === 3;
  const kilobits = rates[one ? 1 : 2][(word >>> 12) & 15] ?? 0;
  const rate = ([44100, 48000, 32000][(word >>> 10) & 3] ?? 0) / (one ? 1 : version === 2 ? 2 : 4);
  if (kilobits === 0 || rate === 0) return null;
  const samples = one ? 1152 : 576;
  return {
    kilobits,
    rate,
    samples,
    bytes: Math.floor((samples / 8) * ((kilobits * 1000) / rate)) + ((word >>> 9) & 1),
  };
}

function syncsafe(head: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((value, index) => value * 128 + ((head[at + index] ?? 0) & 0x7f), 0);
}

async function ogg(bytes: Bytes): Promise<Found> {
  const head = await bytes.read(0, 512);
  const opus = head.indexOf('OpusHead');
  const vorbis = head.indexOf('\x01vorbis', 0, 'latin1');
  if (opus < 0 && vorbis < 0) return { seconds: 0, tracks: [] };
  const rate = opus >= 0 ? 48_000 : head.readUInt32LE(vorbis + 12);
  const skipped = opus >= 0 ? head.readUInt16LE(opus + 10) : 0;
  // The last page says how many samples there were (RFC 3533, 6). A page has at most some 65 KB.
  const tail = await bytes.read(Math.max(0, bytes.size - 70_000), 70_000);
  const last = tail.lastIndexOf('OggS');
  const samples = last < 0 ? 0 : Number(tail.readBigInt64LE(last + 6)) - skipped;
  return { seconds: samples / rate, tracks: [{ codec: opus >= 0 ? 'opus' : 'vorbis', width: 0, height: 0 }] };
}
