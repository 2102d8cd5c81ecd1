import { each } from '#components/article/each.ts';
import { Carousel } from '#components/carousel/carousel.tsx';
import { strings } from '#components/strings.ts';
import { classes } from '#components/ui/classes.ts';
import { Heading } from '#components/ui/heading.tsx';
import { Mark } from '#components/ui/mark.tsx';
import type { TopicOpening as Opening } from '#lib/content/models.ts';
import { Lead } from './lead.tsx';

type Props = {
  opening: Opening;
  /** Its lead's picture is the one that readers see first. */
  first: boolean;
};

/** What stands above a topic's list: 导语 and lead, timeline, pictures. */
export function TopicOpening({ opening: { introduction, lead, timeline, pictures }, first }: Props) {
  return (
    <div className={classes('opening', timeline && 'with-rail')}>
      {(introduction.length > 0 || lead) && (
        <div>
          {introduction.length > 0 && (
            <section className="intro" aria-label={strings.topic.introduction}>
              {each(introduction, (text) => (
                <p>{text}</p>
              ))}
            </section>
          )}
          {lead && (
            <div className="section-lead">
              <Lead
                item={lead}
                shape="photo"
                sizes="(min-width: 64rem) 30rem, (min-width: 48rem) 55vw, 100vw"
                first={first}
              />
            </div>
          )}
        </div>
      )}
      {timeline && <Timeline {...timeline} />}
      {pictures.length > 0 && (
        <section aria-labelledby="topic-pictures">
          <Heading id="topic-pictures">{strings.topic.pictures}</Heading>
          <Carousel items={pictures} label={strings.topic.pictures} sizes="(min-width: 48rem) 16rem, 82vw" small />
        </section>
      )}
    </div>
  );
}

function Timeline({ chosen, days }: NonNullable<Opening['timeline']>) {
  return (
    <section className="moments" aria-labelledby="moments">
      <Heading id="moments">{chosen ? strings.topic.chronicle : strings.topic.timeline}</Heading>
      <ol>
        {days.map(({ day, label, year, items }) => (
          <li key={day}>
            {year && <p className="num">{year}</p>}
            <time dateTime={day}>{label}</time>
            <ul>
              {items.map(({ id, href, title, mark }) => (
                <li key={id} data-id={id}>
                  <a href={href}>{title}</a>
                  <Mark of={mark} pictured />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
