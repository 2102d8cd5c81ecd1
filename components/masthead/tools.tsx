import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import { hantPath, variants } from '#lib/text/variants.ts';

const { tools } = strings;

/**
 * 字号, theme and 关怀版 wait hidden for the script, in a place that is kept free for them. The other script is a link, last, so that
 * nothing moves it: which page it leads to is known when the page is stored (`lib/cache/document.ts`), and turned round in it (`lib/hant`).
 */
export function Tools() {
  return (
    <div className="tools">
      <ws-font-size>
        <button type="button" data-step="-1" aria-label={tools.smaller} hidden>
          <Icon name="smaller" />
        </button>
        <button type="button" data-step="+1" aria-label={tools.larger} hidden>
          <Icon name="larger" />
        </button>
      </ws-font-size>
      <ws-theme>
        <button type="button" aria-label={tools.theme} title={tools.theme} hidden>
          <Icon name="theme" />
        </button>
      </ws-theme>
      <ws-care>
        <button type="button" aria-pressed="false" hidden>
          {tools.care}
        </button>
      </ws-care>
      <a href={hantPath('/')} hrefLang={variants.hant.lang} lang={variants.hant.lang}>
        {variants.hant.label}
      </a>
    </div>
  );
}
