/**
 * Writes EXIF (TIFF 6.0 / CIPA DC-008) and XMP into a JPEG without touching its pixels. Done by hand because libexif,
 * behind sharp, turns Chinese into question marks: the "ASCII" fields here hold UTF-8, as cameras and desks do in practice.
 */
export interface Credits {
  description: string;
  artist: string;
  copyright: string;
  /** "YYYY:MM:DD HH:MM:SS", Beijing time. */
  taken: string;
  width: number;
  height: number;
}
type Entry = { tag: number; type: 2 | 3 | 4 | 7; data: Buffer; count: number };

const text = (tag: number, value: string): Entry => {
  const data = Buffer.from(`${value}\0`, 'utf8');
  return { tag, type: 2, data, count: data.length };
};
const short = (tag: number, value: number): Entry => ({
  tag,
  type: 3,
  data: Buffer.from([value & 255, value >> 8]),
  count: 1,
});
const long = (tag: number, value: number): Entry => {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value);
  return { tag, type: 4, data, count: 1 };
};
const raw = (tag: number, value: string): Entry => ({
  tag,
  type: 7,
  data: Buffer.from(value, 'latin1'),
  count: value.length,
});

/** One image file directory that begins at `offset` in the TIFF block. */
function directory(entries: Entry[], offset: number): Buffer {
  const list = [...entries].sort((a, b) => a.tag - b.tag);
  const head = Buffer.alloc(2 + list.length * 12 + 4);
  head.writeUInt16LE(list.length, 0);
  const tail: Buffer[] = [];
  let at = offset + head.length;
  list.forEach((e, k) => {
    const o = 2 + k * 12;
    head.writeUInt16LE(e.tag, o);
    head.writeUInt16LE(e.type, o + 2);
    head.writeUInt32LE(e.count, o + 4);
    if (e.data.length <= 4) e.data.copy(head, o + 8);
    else {
      const even = e.data.length % 2 ? Buffer.concat([e.data, Buffer.alloc(1)]) : e.data;
      head.writeUInt32LE(at, o + 8);
      tail.push(even);
      at += even.length;
    }
  });
  return Buffer.concat([head, ...tail]);
}
function exif(c: Credits): Buffer {
  const main = (pointer: number): Entry[] => [
    text(0x010e, c.description),
    short(0x0112, 1),
    text(0x0131, 'scripts/draw'),
    text(0x0132, c.taken),
    text(0x013b, c.artist),
    text(0x8298, c.copyright),
    long(0x8769, pointer),
  ];
  const size = directory(main(0), 8).length;
  const sub = directory(
    [
      raw(0x9000, '0232'),
      text(0x9003, c.taken),
      text(0x9011, '+08:00'),
      short(0xa001, 1),
      long(0xa002, c.width),
      long(0xa003, c.height),
    ],
    8 + size,
  );
  const tiff = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, directory(main(8 + size), 8), sub]);
}
const xml = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
function xmp(c: Credits): Buffer {
  const date = `${c.taken.slice(0, 10).replaceAll(':', '-')}T${c.taken.slice(11)}+08:00`;
  const alt = (name: string, value: string): string =>
    `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${xml(value)}</rdf:li></rdf:Alt></${name}>`;
  const packet = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" photoshop:Credit="${xml(c.artist)}" photoshop:DateCreated="${date}" xmpRights:Marked="True" xmpRights:WebStatement="https://creativecommons.org/licenses/by/4.0/" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia">${alt('dc:description', c.description)}<dc:creator><rdf:Seq><rdf:li>${xml(c.artist)}</rdf:li></rdf:Seq></dc:creator>${alt('dc:rights', c.copyright)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;
  return Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1'), Buffer.from(packet, 'utf8')]);
}
const segment = (payload: Buffer): Buffer => {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
};

/** The same JPEG with its APP1 segments replaced. */
export function stampMetadata(jpeg: Buffer, c: Credits): Buffer {
  const kept: Buffer[] = [];
  let at = 2;
  while (at < jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const length = jpeg.readUInt16BE(at + 2) + 2;
    if (jpeg[at + 1] !== 0xe1) kept.push(jpeg.subarray(at, at + length));
    at += length;
  }
  return Buffer.concat([jpeg.subarray(0, 2), segment(exif(c)), segment(xmp(c)), ...kept, jpeg.subarray(at)]);
}
