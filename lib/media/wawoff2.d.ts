/** What we use of it; the package brings no types. */
declare module 'wawoff2' {
  /** The font within a WOFF2 file, as TrueType or OpenType. */
  export function decompress(file: Uint8Array): Promise<Uint8Array>;
}
