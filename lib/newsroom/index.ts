/**
 * What editors do. Every change that a reader can see is one function here: one transaction that checks the story's state,
 * writes, and records the event that says what is stale by it. The caller hands the event to the cache (`applyEvent`).
 */
export {
  type Asked,
  asked,
  type OutsideEvent,
  outsideEvent,
  revalidate,
  revalidateEverything,
  revalidatePaths,
  revalidateTags,
} from './asked.ts';
export { storyFacts } from './facts.ts';
export { updateMedia } from './media.ts';
export { recordEvent } from './record.ts';
export { addRedirect, removeRedirect } from './redirects.ts';
export { updateAuthor, updateBlog, updateShow, updateSource, updateTopic } from './registry.ts';
export { type Done, type Recorded, type Refusal, type RefusalCode, toApply } from './result.ts';
export { moveSection, renameSection } from './sections.ts';
export { type SlotItem, setSlot } from './slots.ts';
export { change, correct, createStory, publish, republish, type Saved, saveStory, withdraw } from './stories.ts';
export type { NewStory, StoryContent, StoryPatch } from './story-content.ts';
