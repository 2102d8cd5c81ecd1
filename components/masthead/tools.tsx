import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';

const { tools } = strings;

/** 字号, theme and 关怀版. Each waits hidden for the script, in a place that is kept free for it. */
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
    </div>
  );
}
