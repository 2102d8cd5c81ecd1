import type { Denial, ReaderState, WorkStage } from '#lib/newsroom/rights.ts';

const stages = {
  none: '没有待处理的修改',
  draft: '草稿',
  submitted: '待审',
  reviewed: '在审',
  signed: '已签发',
  scheduled: '已定时',
} satisfies Record<WorkStage, string>;
/** Where nothing is being written it stands as readers have it. */
const asRead = { unpublished: stages.none, published: '已发布', withdrawn: '已撤稿' } satisfies Record<
  ReaderState,
  string
>;

/** Every word of the room where a story is written. */
export const writing = {
  title: '写稿',
  unnamed: '无标题稿件',
  preview: '预览',
  stateOf: (stage: WorkStage, readers: ReaderState) => (stage === 'none' ? asRead[readers] : stages[stage]),
  owner: (name: string) => `作者 ${name}`,
  section: (name: string) => `栏目 ${name}`,
  steps: '流程',
  readOnly: '只读',
  /** Why somebody may not write now, and what may be done about it. */
  whyNot: (stage: WorkStage, { code, message }: { code: Denial; message: string }) => {
    if (stage === 'none') return '这篇稿件现在没有人在改，下面是最近的文字。';
    if (stage === 'signed' || stage === 'scheduled') return '稿件已签发。要改，请总编退回。';
    if (stage !== 'draft' && (code === 'forbidden' || code === 'own-story'))
      return '稿件正在审核，由轮到的审稿人改。作者要改，可在一审之前收回，或请审稿人退回。';
    return message;
  },
  uploadFailed: '上传没有成功，请再试一次。',
  frame: '稿件预览',
  stage: '预览画面，比窗口宽时可以左右滚动',
  width: '宽度',
  widths: { phone: '手机', desktop: '电脑' },
  back: '回到稿件',
  links: {
    title: '给没有账号的人看',
    lead: '拿到链接的人不用登录就能看到稿件当时的样子，到期自动失效；链接只显示一次。',
    hours: '有效期',
    spans: { 1: '1 小时', 24: '1 天', 72: '3 天', 168: '7 天' } as Record<number, string>,
    note: '给谁看（可不填）',
    make: '生成预览链接',
    made: '链接已生成，请现在复制。',
    open: '有效的链接',
    none: '还没有有效的链接。',
    until: (time: string) => `有效到 ${time}`,
    by: (name: string) => `${name}生成`,
    withdraw: '撤回',
    withdrawLead: '拿着这个链接的人将马上看不到稿件。',
    withdrawn: '链接已撤回。',
  },
  shown: {
    banner: '预览：尚未发布的稿件，请勿转发',
    gone: '这个预览链接已经失效',
    goneLead: '链接到期、被撤回，或者地址不完整。请向编辑部要一个新的。',
  },
} as const;
