/**
 * Before a step is taken, whoever writes in the same page saves what was typed last, and says which version that is: so the step is
 * taken with the text that is seen. The writing component listens for it on `window`.
 */
export const settleEvent = 'desk:settle';
export type Settle = {
  storyId: number;
  /** Hand in a promise of the saved version; null where the text could not be saved. */
  wait(version: Promise<number | null>): void;
};

/** @returns the version that the writing component saved; null: nobody writes here; `unsaved`: it could not be saved. */
export async function settled(storyId: number): Promise<number | null | 'unsaved'> {
  const answers: Promise<number | null>[] = [];
  const detail: Settle = { storyId, wait: (version) => answers.push(version) };
  window.dispatchEvent(new CustomEvent(settleEvent, { detail }));
  const [version] = await Promise.all(answers);
  if (version === undefined) return null;
  return version ?? 'unsaved';
}
