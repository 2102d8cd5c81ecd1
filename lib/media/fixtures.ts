import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A picture of one colour. */
export function plain(width: number, height: number, background = '#2f6f9f'): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** A picture in which no two places are alike, so that cutting it off does harm. */
export function grain(width: number, height: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });
}

/** As a camera writes it: who, when, and where. */
export function placed(picture: Sharp): Sharp {
  return picture.withExif({
    IFD0: { Copyright: 'Weishui Library', Artist: 'He Yi', Make: 'Fuji', Model: 'X-T5' },
    IFD2: { DateTimeOriginal: '2026:11:22 08:05:09' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '34/1 34/1 4711/100',
      GPSLongitudeRef: 'E',
      GPSLongitude: '105/1 43/1 2911/100',
    },
  });
}

/** The latitude of `placed`, as EXIF has it. */
export const latitude = Buffer.from(new Uint32Array([34, 1, 34, 1]).buffer);

/** A valid black PNG of any size, some thousand times smaller than what it unpacks to. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** A ZIP archive with one empty file. */
export const zip = Buffer.from(
  '504b03040a0000000000000000000000000000000000000000000100000061504b01021e030a00000000000000000000000000000000000000000001000000000000000000000000000000000061504b050600000000010001002f0000001f0000000000',
  'hex',
);

export const svgWithScript = Buffer.from(
  '<?xml version="1.0"?>\n<!-- 图 --><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
);

/** XMP that says a machine made it, and where. */
export const generatedXmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="34,34.785N" photoshop:Credit="渭水 &amp; 制图" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"><exif:GPSLongitude>105,43.485E</exif:GPSLongitude><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 渭水新闻</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>`;
