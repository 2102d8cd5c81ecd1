/**
 * What editors do. Every change that a reader can see is one function here: one transaction that checks the story's state,
 * writes, and records the event that says what is stale by it. The caller hands the event to the cache (`applyEvent`).
 */
export { type Actor, type Role, roleNames, roles } from './actor.ts';
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
export { type AuditHead, type AuditVerdict, audit, verifyAudit } from './audit.ts';
export { checkStory } from './checks.ts';
export {
  keepVersion,
  type Lock,
  type LockOutcome,
  listVersions,
  lockStory,
  readVersion,
  readWork,
  releaseLock,
  restoreVersion,
  type SaveOutcome,
  saveWork,
  takeOverLock,
  type Version,
} from './drafts.ts';
export { resembling } from './duplicates.ts';
export { storyFacts } from './facts.ts';
export type { CheckRule, Finding, FindingLevel, Place } from './finding.ts';
export { closeSite, openSite } from './maintenance.ts';
export { updateMedia } from './media.ts';
export { recordEvent } from './record.ts';
export { addRedirect, dropRedirect, keepRedirect, listRedirects, removeRedirect } from './redirects.ts';
export { updateAuthor, updateBlog, updateShow, updateSource, updateTopic } from './registry.ts';
export { type Done, type Recorded, type Refusal, type RefusalCode, toApply } from './result.ts';
export { type Act, may, type ReaderState, type RightFacts, type Verdict, type WorkStage } from './rights.ts';
export { moveSection, renameSection, setReviews } from './sections.ts';
export { arrangeSlot, readSlot, type SlotItem, type SlotStanding, setSlot } from './slots.ts';
export { change, correct, createStory, publish, republish, type Saved, saveStory, withdraw } from './stories.ts';
export type { NewStory, StoryContent, StoryPatch } from './story-content.ts';
export { addWords, changeWord, findWords, listWords, removeWords, tryWords, wordById } from './words.ts';
export type { WorkContent, WorkInput } from './work-content.ts';
export {
  amend,
  discard,
  publishCorrection,
  publishDirectly,
  publishSigned,
  recall,
  republishStory,
  review,
  type Step,
  schedule,
  scheduleWithdrawal,
  sendBack,
  sign,
  startStory,
  submit,
  unschedule,
  unscheduleWithdrawal,
  withdrawStory,
} from './workflow.ts';
