import { Carousel } from '#components/carousel/carousel.tsx';
import { Lead } from '#components/lists/lead.tsx';
import type { PanelContent } from '#components/panels/contents.ts';
import { Panel } from '#components/panels/panel.tsx';
import { strings } from '#components/strings.ts';
import type { FrontModel } from '#lib/content/models.ts';
import { Headlines } from './headlines.tsx';

type Props = { front: FrontModel; latest: PanelContent };

/** The first screen: one lead, the headlines, what came in last, and the pictures in focus. */
export function FrontTop({ front: { lead, headlines, carousel }, latest }: Props) {
  return (
    <div className="top">
      {lead && (
        <section className="hero" aria-label={strings.front.lead}>
          <Lead item={lead} shape="wide" sizes="(min-width: 64rem) 42rem, 100vw" first />
        </section>
      )}
      <Headlines items={headlines} />
      <Panel content={latest} />
      <Carousel items={carousel} label={strings.front.focus} sizes="(min-width: 64rem) 16rem, 80vw" className="focus" />
    </div>
  );
}
