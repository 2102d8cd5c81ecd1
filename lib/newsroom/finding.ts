/** What the pre-publication check looks for. Every rule has its level in `site.config.ts`; sensitive words have their own. */
export const checkRules = [
  'sensitive-word',
  'near-duplicate',
  'same-title',
  'alt-missing',
  'credit-missing',
  'ai-unlabelled',
  'source-missing',
  'source-not-listed',
  'broken-link',
  'list-title-long',
  'punctuation',
] as const;
export type CheckRule = (typeof checkRules)[number];

export const findingLevels = ['forbid', 'warn', 'suggest'] as const;
export type FindingLevel = (typeof findingLevels)[number];

export type Finding = {
  rule: CheckRule;
  level: FindingLevel;
  where: Place;
  /** A Chinese sentence for the editor. */
  message: string;
};

/** A place in the working copy: a field; in the body also the block (counted from 0) and characters of its text. */
export type Place = { field: string; block?: number; from?: number; to?: number };
