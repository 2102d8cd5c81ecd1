/** Sections to choose from within a `<select>`, each below the one that it belongs to. */
export function SectionOptions({ sections }: { sections: readonly { id: number; name: string; depth: number }[] }) {
  return sections.map(({ id, name, depth }) => (
    <option key={id} value={id}>
      {'　'.repeat(depth) + name}
    </option>
  ));
}
