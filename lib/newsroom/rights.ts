import { type Actor, type Role, roleNames } from './actor.ts';

/** Where that stands which is being written. `none`: nothing is. */
export const workStages = ['none', 'draft', 'submitted', 'reviewed', 'signed', 'scheduled'] as const;
export type WorkStage = (typeof workStages)[number];

/** What readers have of a story. */
export const readerStates = ['unpublished', 'published', 'withdrawn'] as const;
export type ReaderState = (typeof readerStates)[number];

export const storyActs = [
  'write',
  'read',
  'save',
  'submit',
  'recall',
  'review',
  'send-back',
  'sign',
  'publish',
  'schedule',
  'unschedule',
  'publish-directly',
  'amend',
  'discard',
  'file',
  'correct',
  'withdraw',
  'schedule-withdrawal',
  'republish',
  'take-over',
  'override-check',
] as const;
/** What is done to one story. */
export type StoryAct = (typeof storyActs)[number];

export const houseActs = [
  'use-media',
  'manage-media',
  'arrange-slots',
  'arrange-breaking',
  'manage-registry',
  'manage-sections',
  'manage-redirects',
  'manage-words',
  'manage-people',
  'manage-tokens',
  'manage-settings',
  'revalidate',
  'read-audit',
] as const;
/** What is done to the house: no story, no section. */
export type HouseAct = (typeof houseActs)[number];

export type Act = StoryAct | HouseAct;

/** What a right depends on, as the transaction sees it. */
export type RightFacts = {
  stage: WorkStage;
  readers: ReaderState;
  /** Whether the actor wrote it, or part of it. */
  own: boolean;
  /** The story's own section and all above it. */
  sections: readonly number[];
  /** The review that is due: 1 to 3. Of no importance outside of a review. */
  level?: number;
  /** Role of whoever holds the lock that is to be taken over. */
  holder?: Role;
};

export type Denial = 'forbidden' | 'not-your-section' | 'own-story' | 'not-your-turn' | 'wrong-stage';
export type Verdict = { ok: true } | { ok: false; code: Denial; message: string };

type Whose = 'own' | 'others' | 'any';
type Rule = {
  whose: Partial<Record<Role, Whose>>;
  stages?: readonly WorkStage[];
  readers?: readonly ReaderState[];
  /** Only where the review that is due is one of the actor's, or one below it. */
  inTurn?: true;
};

const all = { reporter: 'any', editor: 'any', director: 'any', chief: 'any' } as const;
const seniors = { editor: 'any', director: 'any', chief: 'any' } as const;
const writers = { ...seniors, reporter: 'own' } as const;
const reviewers = { editor: 'others', director: 'others', chief: 'others' } as const;
const heads = { director: 'any', chief: 'any' } as const;
const chief = { chief: 'any' } as const;
const open = ['draft', 'submitted', 'reviewed'] as const;

/** Who may do what to a story: allowed is what one of an act's rules allows. `docs/desk.md` shows it, a test compares the two. */
const rules: Record<StoryAct, readonly Rule[]> = {
  write: [{ whose: all, stages: ['none'], readers: ['unpublished'] }],
  read: [
    { whose: { ...writers, admin: 'any' } },
    { whose: { reporter: 'others' }, stages: ['none'], readers: ['published', 'withdrawn'] },
  ],
  save: [
    { whose: writers, stages: ['draft'] },
    { whose: reviewers, stages: ['submitted', 'reviewed'], inTurn: true },
  ],
  submit: [{ whose: writers, stages: ['draft'] }],
  recall: [{ whose: { reporter: 'own', editor: 'own', director: 'own', chief: 'own' }, stages: ['submitted'] }],
  review: [{ whose: reviewers, stages: ['submitted', 'reviewed'], inTurn: true }],
  'send-back': [
    { whose: seniors, stages: ['submitted'] },
    { whose: heads, stages: ['reviewed'] },
    { whose: chief, stages: ['signed', 'scheduled'] },
  ],
  sign: [{ whose: { chief: 'others' }, stages: ['reviewed'] }],
  publish: [{ whose: heads, stages: ['signed'] }],
  schedule: [{ whose: heads, stages: ['signed'] }],
  unschedule: [{ whose: heads, stages: ['scheduled'] }],
  'publish-directly': [{ whose: { chief: 'others' }, stages: open }],
  amend: [{ whose: writers, stages: ['none'] }],
  discard: [
    { whose: { reporter: 'own', editor: 'own', director: 'own' }, stages: ['draft'] },
    { whose: chief, stages: ['draft'] },
  ],
  // In which section and topics it stands; its text is not touched.
  file: [
    { whose: writers, stages: ['draft'] },
    { whose: heads, stages: ['none'], readers: ['published', 'withdrawn'] },
  ],
  correct: [{ whose: heads, readers: ['published'] }],
  withdraw: [{ whose: heads, readers: ['published'] }],
  'schedule-withdrawal': [{ whose: heads, readers: ['published'] }],
  republish: [{ whose: chief, readers: ['withdrawn'] }],
  'take-over': [{ whose: seniors, stages: open }],
  'override-check': [{ whose: heads }],
};

const house: Record<HouseAct, readonly Role[]> = {
  'use-media': ['reporter', 'editor', 'director', 'chief'],
  'manage-media': ['editor', 'director', 'chief'],
  'arrange-slots': ['editor', 'director', 'chief'],
  'arrange-breaking': ['director', 'chief'],
  'manage-registry': ['editor', 'director', 'chief', 'admin'],
  'manage-sections': ['chief', 'admin'],
  'manage-redirects': ['chief', 'admin'],
  'manage-words': ['chief', 'admin'],
  'manage-people': ['admin'],
  'manage-tokens': ['admin'],
  'manage-settings': ['chief', 'admin'],
  revalidate: ['chief', 'admin'],
  'read-audit': ['chief', 'admin'],
};

/** The highest review that a role does; those below it, it may do as well. */
const reviewsUpTo: Record<Role, number> = { reporter: 0, editor: 1, director: 2, chief: 3, admin: 0 };

/**
 * Whether the actor may do this. Pure: the caller reads the facts in the transaction of the act itself.
 * The message is a Chinese sentence that says what is in the way.
 */
export function may(actor: Actor, act: HouseAct): Verdict;
export function may(actor: Actor, act: StoryAct, facts: RightFacts): Verdict;
export function may(actor: Actor, act: Act, facts?: RightFacts): Verdict {
  if (isHouseAct(act)) return house[act].includes(actor.role) ? allowed : forbidden(actor, act);
  if (!facts) return forbidden(actor, act);
  const ofRole = rules[act].filter(({ whose }) => whose[actor.role]);
  if (ofRole.length === 0) return forbidden(actor, act);
  if (!inSections(actor, facts.sections)) return deny('not-your-section', '这篇稿件所在的栏目不归您负责。');
  const here = ofRole.filter(
    ({ stages, readers }) =>
      (stages?.includes(facts.stage) ?? true) && (readers === undefined || readers.includes(facts.readers)),
  );
  if (here.length === 0) return wrongStage(actor, act, facts);
  const whose = here.filter(({ whose }) => whose[actor.role] === 'any' || (whose[actor.role] === 'own') === facts.own);
  if (whose.length === 0)
    return facts.own
      ? deny('own-story', `自己写的稿件，不能由自己${actNames[act]}。`)
      : deny('forbidden', `只有作者本人可以${actNames[act]}这篇稿件。`);
  if (act === 'take-over' && !outranks(actor.role, facts.holder))
    return deny('forbidden', '对方的职级不低于您，请联系对方，或请总编接管。');
  if (whose.some(({ inTurn }) => !inTurn || reviewsUpTo[actor.role] >= (facts.level ?? 1))) return allowed;
  return deny('not-your-turn', `这篇稿件正等待${levelNames[facts.level ?? 1]}，您的职级还不能处理。`);
}

/** Whether one is higher in the house; a chief may take over from anyone. */
function outranks(role: Role, other: Role | undefined): boolean {
  return role === 'chief' || other === undefined || reviewsUpTo[role] > reviewsUpTo[other];
}

function inSections({ sectionIds }: Actor, sections: readonly number[]): boolean {
  return sectionIds === null || sections.some((id) => sectionIds.includes(id));
}

/** Of a right that the role has elsewhere: is it another's part now, or is the step impossible for everyone? */
function wrongStage(actor: Actor, act: StoryAct, { stage, readers }: RightFacts): Verdict {
  const byOthers = rules[act].some(
    (rule) => (rule.stages?.includes(stage) ?? true) && (rule.readers === undefined || rule.readers.includes(readers)),
  );
  if (byOthers) return forbidden(actor, act);
  const where = rules[act].every((rule) => rule.readers) ? readerNames[readers] : stageNames[stage];
  return deny('wrong-stage', `稿件现在${where}，不能${actNames[act]}。`);
}

function forbidden({ role }: Actor, act: Act): Verdict {
  return deny('forbidden', `${roleNames[role]}没有权限${actNames[act]}。`);
}

function deny(code: Denial, message: string): Verdict {
  return { ok: false, code, message };
}

const allowed: Verdict = { ok: true };

function isHouseAct(act: Act): act is HouseAct {
  return act in house;
}

export const actNames: Record<Act, string> = {
  write: '新建稿件',
  read: '查看',
  save: '修改',
  submit: '送审',
  recall: '收回',
  review: '审核',
  'send-back': '退回',
  sign: '签发',
  publish: '发布',
  schedule: '定时发布',
  unschedule: '取消定时',
  'publish-directly': '直接发布',
  amend: '修订',
  discard: '放弃修改',
  file: '归类',
  correct: '刊登更正',
  withdraw: '撤稿',
  'schedule-withdrawal': '定时撤稿',
  republish: '重新发布',
  'take-over': '接管',
  'override-check': '越过发布前检查',
  'use-media': '使用媒体库',
  'manage-media': '管理媒体库',
  'arrange-slots': '编排推荐位',
  'arrange-breaking': '编排快讯',
  'manage-registry': '管理来源、作者与专题',
  'manage-sections': '管理栏目',
  'manage-redirects': '管理跳转',
  'manage-words': '管理敏感词',
  'manage-people': '管理人员',
  'manage-tokens': '管理接口令牌',
  'manage-settings': '修改设置',
  revalidate: '刷新页面',
  'read-audit': '查看操作日志',
};

export const stageNames: Record<WorkStage, string> = {
  none: '没有待处理的修改',
  draft: '是草稿',
  submitted: '待审',
  reviewed: '在审核中',
  signed: '已签发',
  scheduled: '已定时',
};

const readerNames: Record<ReaderState, string> = {
  unpublished: '尚未发布',
  published: '已经发布',
  withdrawn: '已经撤回',
};

export const levelNames: Record<number, string> = { 1: '一审', 2: '二审', 3: '三审' };
