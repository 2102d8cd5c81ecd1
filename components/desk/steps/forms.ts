import type { StepName } from '#lib/newsroom/steps.ts';

export type FieldModel = {
  name: 'reason' | 'note' | 'text' | 'correction' | 'at' | 'override';
  label: string;
  kind: 'line' | 'lines' | 'time';
  required: boolean;
  hint?: string;
  value?: string;
};

/** One act that may be done now, as it is asked for. */
export type StepForm = {
  step: StepName;
  label: string;
  lead?: string;
  /** `next`: what usually comes now, open to be clicked; others fold. */
  tone: 'next' | 'other' | 'grave';
  fields: FieldModel[];
};

type State = {
  steps: readonly StepName[];
  readers: 'unpublished' | 'published' | 'withdrawn';
  /** Findings that stop the step that comes next, and whether the actor may pass over them. */
  blocked: boolean;
  mayOverride: boolean;
  reviewLevel: string;
  /** The next full hour, `yyyy-mm-ddThh:mm` in Asia/Shanghai. */
  soon: string;
};

const reason = (label: string): FieldModel => ({ name: 'reason', label, kind: 'lines', required: true });
const override: FieldModel = {
  name: 'override',
  label: '越过检查的理由',
  kind: 'lines',
  required: true,
  hint: '理由和被越过的各项记在操作日志里。',
};

/** The forms of all acts that may be done now. What the check would refuse to this person has none. */
export function formsOf({ steps, readers, blocked, mayOverride, reviewLevel, soon }: State): StepForm[] {
  const time = (label: string): FieldModel => ({
    name: 'at',
    label,
    kind: 'time',
    required: true,
    value: soon,
    hint: '北京时间，到分钟。',
  });
  // Of the draft only its submission is checked by the rules of submission; what publishes it is checked as it is signed.
  const pass = blocked ? [override] : [];
  const checked: readonly StepName[] = ['submit', 'sign'];
  const made: Record<StepName, () => Omit<StepForm, 'step'>> = {
    submit: () => ({
      label: '送审',
      tone: 'next',
      fields: [
        ...(readers === 'published'
          ? [
              {
                name: 'correction',
                label: '更正说明（可不写）',
                kind: 'lines',
                required: false,
                hint: '写了的话，修订发布时一并刊登，读者看得到。',
              } as const,
            ]
          : []),
        ...pass,
      ],
    }),
    review: () => ({
      label: `${reviewLevel}通过`,
      tone: 'next',
      fields: [{ name: 'note', label: '审稿意见（可不写）', kind: 'line', required: false }],
    }),
    sign: () => ({ label: '签发', tone: 'next', fields: pass }),
    publish: () => ({ label: '现在发布', tone: 'next', fields: [] }),
    schedule: () => ({ label: '定时发布', tone: 'other', fields: [time('发布时间')] }),
    unschedule: () => ({ label: '取消定时发布', tone: 'other', fields: [] }),
    amend: () => ({ label: '修订', lead: '读者看到的不变，直到修订再次签发并发布。', tone: 'other', fields: [] }),
    correct: () => ({
      label: '刊登更正',
      lead: '立即出现在稿件和更正页上，不改动正文。',
      tone: 'other',
      fields: [{ name: 'text', label: '更正内容', kind: 'lines', required: true }],
    }),
    republish: () => ({
      label: '重新发布',
      lead: '按原地址、原时间恢复给读者。',
      tone: 'grave',
      fields: [reason('重新发布的原因')],
    }),
    recall: () => ({ label: '收回', lead: '还没有人审过，可以收回继续写。', tone: 'other', fields: [] }),
    'send-back': () => ({ label: '退回', tone: 'other', fields: [reason('退回的原因')] }),
    'publish-directly': () => ({
      label: '直接发布',
      lead: '不经其余审核，立即给读者看。原因记在操作日志里。',
      tone: 'grave',
      fields: [
        reason('不经审核直接发布的原因'),
        ...(mayOverride ? [{ ...override, required: false, label: '越过检查的理由（检查不过时）' }] : []),
      ],
    }),
    'schedule-withdrawal': () => ({
      label: '定时撤稿',
      tone: 'grave',
      fields: [time('撤稿时间'), { ...reason('撤稿原因'), hint: '读者会在稿件的地址上看到。' }],
    }),
    'unschedule-withdrawal': () => ({ label: '取消定时撤稿', tone: 'other', fields: [] }),
    withdraw: () => ({
      label: '撤稿',
      lead: '立即从各处撤下，稿件地址答“已撤稿”和原因。',
      tone: 'grave',
      fields: [{ ...reason('撤稿原因'), hint: '读者会在稿件的地址上看到。' }],
    }),
    discard: () => ({
      label: '放弃修改',
      lead: '正在写的放到一边，文字留在版本里；读者看到的不变。',
      tone: 'grave',
      fields: [],
    }),
  };
  return steps
    .filter((step) => mayOverride || !blocked || !checked.includes(step))
    .map((step) => ({ step, ...made[step]() }));
}
