import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import { longestSearch, searchPath } from '#lib/text/search-address.ts';

const text = strings.search;

/**
 * One line to search in: a form that needs no script, which helps along as one types (`lib/reader/search.ts`). It stands on every page, so
 * it says no more than it must.
 * @param label tells it from the one in the masthead.
 */
export function SearchBox({ label }: { label?: string }) {
  return (
    <ws-search className="find" role="search" aria-label={label}>
      <form action={searchPath}>
        <input type="search" name="q" aria-label={text.title} />
        {/* biome-ignore lint/a11y/useButtonType: the only button of a form sends it. */}
        <button>{text.submit}</button>
      </form>
    </ws-search>
  );
}

/** The field and its button in the large form. */
export function SearchField({ value }: { value: string }) {
  return (
    <>
      <input
        type="search"
        name="q"
        aria-label={text.label}
        placeholder={text.placeholder}
        defaultValue={value}
        maxLength={longestSearch.characters}
      />
      <button type="submit">
        <Icon name="search" />
        <span className="sr-only">{text.submit}</span>
      </button>
    </>
  );
}
