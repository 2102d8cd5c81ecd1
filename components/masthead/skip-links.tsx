import { strings } from '#components/strings.ts';

/** For keyboards and screen readers: past the masthead, or straight to the sections. */
export function SkipLinks() {
  return (
    <p className="skip">
      <a href="#main">{strings.nav.skipToMain}</a>
      <a href="#sections">{strings.nav.skipToSections}</a>
    </p>
  );
}
