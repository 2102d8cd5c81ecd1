import { SectionReach } from './section-reach.tsx';
import { desk } from './strings.ts';

const words = desk.people;

type Props = {
  roles: readonly { value: string; label: string; about: string }[];
  sections: readonly { id: number; name: string; depth: number }[];
  role?: string;
  /** Null: all sections. */
  sectionIds?: readonly number[] | null;
};

/** What somebody is and where: for invitations, and for those who are here. */
export function PersonFields({ roles, sections, role = 'reporter', sectionIds = null }: Props) {
  return (
    <>
      <fieldset>
        <legend>{words.role}</legend>
        {roles.map(({ value, label, about }) => (
          <label key={value} className="check">
            <input type="radio" name="role" value={value} defaultChecked={value === role} />
            <span>
              {label} <span className="meta">{about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <SectionReach sections={sections} sectionIds={sectionIds} />
    </>
  );
}
