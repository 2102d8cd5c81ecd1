/**
 * Takes the place where a picture was taken out of a JPEG, and nothing else: camera, time, author, licence and the label of
 * AI-made pictures stay, and so does every byte of the image. Overwrites in a copy, so that no offset changes.
 *
 * Sources: Exif 2.32 (CIPA DC-008) for the GPS directory, XMP specification part 1 (padding with spaces is allowed).
 */
export function withoutPlace(jpeg: Buffer): Buffer {
  const copy = Buffer.from(jpeg);
  for (const segment of applicationSegments(copy)) {
    if (segment.subarray(0, 6).toString('latin1') === 'Exif\0\0') blankExifPlace(segment.subarray(6));
    else if (segment.subarray(0, 20).toString('latin1').startsWith('http://ns.adobe.com/')) blankXmpPlace(segment);
  }
  return copy;
}

/** APP1 segments (Exif and XMP), without marker and length. */
function* applicationSegments(jpeg: Buffer): Generator<Buffer> {
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    // Start of scan: what follows is the image.
    if (marker === 0xda) return;
    const length = jpeg.readUInt16BE(at + 2);
    if (marker === 0xe1) yield jpeg.subarray(at + 4, at + 2 + length);
    at += 2 + length;
  }
}

const gpsPointer = 0x8825;
/** Bytes a value of each TIFF type. */
const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

function blankExifPlace(tiff: Buffer): void {
  if (tiff.length < 8) return;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const entries = (directory: number) =>
    Array.from({ length: short(directory) }, (_, index) => directory + 2 + index * 12).filter(
      (at) => at + 12 <= tiff.length,
    );

  const pointer = entries(long(4)).find((at) => short(at) === gpsPointer);
  if (pointer === undefined) return;
  const directory = long(pointer + 8);
  for (const entry of entries(directory)) {
    const bytes = (sizes[short(entry + 2)] ?? 0) * long(entry + 4);
    const value = long(entry + 8);
    if (bytes > 4 && value + bytes <= tiff.length) tiff.fill(0, value, value + bytes);
    tiff.fill(0, entry, entry + 12);
  }
  // A directory without entries is valid and says nothing.
  if (directory + 2 <= tiff.length) tiff.fill(0, directory, directory + 2);
}

function blankXmpPlace(segment: Buffer): void {
  const text = segment.toString('latin1');
  const places = /\bexif:GPS\w+\s*=\s*(?:"[^"]*"|'[^']*')|<exif:GPS(\w+)[^>]*>[\s\S]*?<\/exif:GPS\1>/g;
  for (const match of text.matchAll(places)) segment.fill(0x20, match.index, match.index + match[0].length);
}
