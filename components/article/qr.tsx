import { qrPath } from '#lib/text/qr.ts';

/** A QR code; its colours come from the style sheet. */
export function QrCode({ data, label }: { data: string; label: string }) {
  const { size, path } = qrPath(data);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
