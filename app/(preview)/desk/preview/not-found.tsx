import { writing } from '#components/desk/writing/strings.ts';

/** A link that has ended, was taken back, or never was: all of them look alike. */
export default function PreviewGone() {
  return (
    <div className="preview-gone">
      <h1>{writing.shown.gone}</h1>
      <p>{writing.shown.goneLead}</p>
    </div>
  );
}
