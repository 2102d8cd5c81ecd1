import { Field } from '#components/desk/field.tsx';
import { openingWords as words } from './strings.ts';

export type MilestoneChoice = { id: number; title: string; day: string; chosen: boolean; shown: boolean };

/** Which stories of a topic stand in its 大事记: those offered by boxes, older ones by number. */
export function Milestones({ stories, most }: { stories: MilestoneChoice[]; most: number }) {
  return (
    <fieldset>
      <legend>{words.milestones}</legend>
      <small>{stories.length > 0 ? words.milestonesHint(most) : words.noStories}</small>
      {stories.length > 0 && (
        <div className="choices one-a-line">
          {stories.map(({ id, title, day, chosen, shown }) => (
            <label className="check" key={id}>
              <input type="checkbox" name="milestone" value={id} defaultChecked={chosen} />
              <span>
                <time dateTime={day}>{day}</time> {title} <small>{shown ? id : `${id} · ${words.away}`}</small>
              </span>
            </label>
          ))}
        </div>
      )}
      <Field label={words.more} name="more" hint={words.moreHint} maxLength={400} />
    </fieldset>
  );
}
