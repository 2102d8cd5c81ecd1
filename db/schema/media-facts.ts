/** Formats of variants. */
export type PictureFormat = 'avif' | 'webp' | 'jpeg';

/** What an original says of itself. Where it was taken is not kept: the original alone knows. */
export type MediaFacts = {
  /** `jpeg`, `heif`, `mp4` … as its bytes say. */
  format?: string;
  /** Size of the original: bytes, and pixels as it is meant to be seen (upright). */
  bytes?: number;
  width?: number;
  height?: number;
  camera?: string;
  /** As the camera wrote it, without a zone: `2026-11-22 08:05:09`. */
  takenAt?: string;
  creator?: string;
  copyright?: string;
  /** IPTC digital source type: the last part of its address, such as `trainedAlgorithmicMedia`. */
  sourceType?: string;
  /** It carries a C2PA manifest (content credentials); only the original keeps it. */
  c2pa?: boolean;
  /** It carries the implicit label of generated content (GB 45438-2025), as text. */
  aigc?: string;
  /** It said where it was taken. */
  placed?: boolean;
  /** Codecs of sound or film, as its container names them. */
  codecs?: string[];
};
