import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { MediaKind } from '#db/schema/enums.ts';

/** What a file is, by its bytes alone. */
export type FileKind = {
  kind: MediaKind;
  /** As sharp or we name it: `jpeg`, `png`, `webp`, `avif`, `tiff`, `gif`, `mp4`, `webm`, `mp3`, `m4a`, `ogg`. */
  format: string;
  extension: string;
  mime: string;
};

/** What cannot be taken in. The message is a Chinese sentence for whoever brought it. */
export class MediaError extends Error {
  readonly code: 'unknown-format' | 'too-large' | 'damaged';

  constructor(code: MediaError['code'], message: string) {
    super(message);
    this.name = 'MediaError';
    this.code = code;
  }
}

/** So much of a file tells what it is. */
export const headBytes = 8192;

const known: Record<string, FileKind> = {
  'image/jpeg': { kind: 'image', format: 'jpeg', extension: 'jpg', mime: 'image/jpeg' },
  'image/png': { kind: 'image', format: 'png', extension: 'png', mime: 'image/png' },
  // An animated PNG is a PNG to everyone else: its first picture counts.
  'image/apng': { kind: 'image', format: 'png', extension: 'png', mime: 'image/png' },
  'image/webp': { kind: 'image', format: 'webp', extension: 'webp', mime: 'image/webp' },
  'image/avif': { kind: 'image', format: 'avif', extension: 'avif', mime: 'image/avif' },
  'image/tiff': { kind: 'image', format: 'tiff', extension: 'tiff', mime: 'image/tiff' },
  'image/gif': { kind: 'image', format: 'gif', extension: 'gif', mime: 'image/gif' },
  'video/mp4': { kind: 'video', format: 'mp4', extension: 'mp4', mime: 'video/mp4' },
  'video/x-m4v': { kind: 'video', format: 'mp4', extension: 'mp4', mime: 'video/mp4' },
  'video/webm': { kind: 'video', format: 'webm', extension: 'webm', mime: 'video/webm' },
  'audio/mpeg': { kind: 'audio', format: 'mp3', extension: 'mp3', mime: 'audio/mpeg' },
  'audio/x-m4a': { kind: 'audio', format: 'm4a', extension: 'm4a', mime: 'audio/mp4' },
  'audio/mp4': { kind: 'audio', format: 'm4a', extension: 'm4a', mime: 'audio/mp4' },
  'audio/ogg': { kind: 'audio', format: 'ogg', extension: 'ogg', mime: 'audio/ogg' },
};

/** What people bring that is no use here, and what to do instead. */
const advice: [RegExp, string][] = [
  [/^image\/hei[cf]/, '这是 HEIC 照片（苹果手机的格式），多数浏览器不能显示：请在手机上导出为 JPEG 再上传。'],
  [/^image\/(?:vnd\.adobe\.photoshop|x-)/, '这是图像软件或相机的原始格式：请导出为 JPEG 或 PNG 再上传。'],
  [/^image\//, '这种图片格式不能使用：请转为 JPEG 或 PNG 再上传。'],
  [/^video\/quicktime/, '这是 MOV 视频，多数浏览器不能播放：请导出为 MP4（H.264）再上传。'],
  [/^video\//, '这种视频多数浏览器不能播放：请转为 MP4（H.264）或 WebM 再上传。'],
  [/^audio\//, '这种音频多数浏览器不能播放：请转为 MP3 或 M4A 再上传。'],
  [/zip|compressed|x-tar|x-7z|x-rar|gzip/, '这是压缩包，不是图片或音视频：请解压以后上传里面的文件。'],
  [/^application\/pdf/, '这是 PDF 文档，不是图片：请导出为图片再上传。'],
  [/word|sheet|presentation|x-cfb|opendocument/, '这是办公文档，不是图片：请把里面的图片另存以后上传。'],
  [/x-msdownload|x-elf|x-mach|x-executable/, '这是程序，不能上传。'],
];

/**
 * What a file is, by its first bytes. Its name and the type that was claimed for it are never asked.
 * @param head the first `headBytes`, or all of a shorter file.
 * @throws {MediaError} for whatever is not taken in, with what to do instead.
 */
export async function kindOf(head: Uint8Array): Promise<FileKind> {
  if (head.length === 0) throw new MediaError('unknown-format', '文件是空的。');
  // The detector reads what strangers made up: whatever it stumbles over is no picture.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  const type = known[found?.mime.split(';')[0] ?? (isTiff(head) ? 'image/tiff' : '')];
  if (type) return type;
  const said = found && advice.find(([mimes]) => mimes.test(found.mime));
  if (said && found?.mime !== 'image/svg+xml') throw new MediaError('unknown-format', said[1]);
  // SVG is a document with scripts, links and fonts; it is refused, not rasterised: docs/decisions/0013-media.md.
  const text = textOf(head);
  if (text !== null) {
    if (/<svg[\s>]/i.test(text))
      throw new MediaError('unknown-format', 'SVG 里可以带脚本，为安全起见不收：请导出为 PNG 再上传。');
    throw new MediaError('unknown-format', '这是文字文件，不是图片或音视频。');
  }
  throw new MediaError('unknown-format', '认不出这是什么文件：只收图片、MP4 或 WebM 视频、MP3 或 M4A 音频。');
}

/** A TIFF whose directory stands behind its pixels, as most programs write it: the detector looks for it in vain in the first bytes. */
function isTiff(head: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  const little = a === 0x49 && b === 0x49 && c === 42 && d === 0;
  return little || (a === 0x4d && b === 0x4d && c === 0 && d === 42);
}

/** The first bytes of a file. */
export async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const head = new Uint8Array(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The text that the bytes begin with, in UTF-8 or UTF-16; null where they are none. */
function textOf(head: Uint8Array): string | null {
  const [a = 0, b = 0] = head;
  const wide = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const text = new TextDecoder(wide ? (a === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(head);
  // A character that is cut off at the end is no sign of anything.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text.slice(0, -3)) ? null : text;
}
