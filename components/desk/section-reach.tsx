import { desk } from './strings.ts';

const words = desk.people;

type Props = {
  sections: readonly { id: number; name: string; depth: number }[];
  /** Null: all sections. */
  sectionIds?: readonly number[] | null;
};

/** Of which sections: all, or some. `reachOf` (`app/(desk)/form-fields.ts`) reads it. */
export function SectionReach({ sections, sectionIds = null }: Props) {
  return (
    <fieldset className="reach">
      <legend>{words.sections}</legend>
      <label className="check">
        <input type="radio" name="reach" value="all" defaultChecked={sectionIds === null} />
        {words.allSections}
      </label>
      <label className="check">
        <input type="radio" name="reach" value="some" defaultChecked={sectionIds !== null} />
        {words.someSections}
      </label>
      <div className="choices">
        {sections.map(({ id, name, depth }) => (
          <label key={id} className={depth > 0 ? 'check below' : 'check'}>
            <input type="checkbox" name="section" value={id} defaultChecked={sectionIds?.includes(id) ?? false} />
            {'　'.repeat(depth)}
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
