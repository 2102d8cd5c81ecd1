type Props = {
  label: string;
  name: string;
  /** What is chosen; empty: all. */
  value: string;
  /** The words for no choice. */
  all: string;
  options: readonly (readonly [value: string, label: string])[];
};

/** A choice among the filters of a list. */
export function FilterChoice({ label, name, value, all, options }: Props) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value}>
        <option value="">{all}</option>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
