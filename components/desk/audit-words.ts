import { timeModel } from '#lib/text/time.ts';
import { fieldOfList, type Names, nameInFacts } from './audit-objects.ts';

/** Acts of the accounts as people say them; those of the newsroom are named beside the rights. */
const accountActs: Record<string, string> = {
  'invite-person': '邀请同事',
  'withdraw-invitation': '撤回邀请',
  'open-account': '开通账号',
  'set-password': '设置新密码',
  'reset-password': '重设密码',
  'change-person': '修改角色',
  'suspend-person': '停用账号',
  'resume-person': '恢复账号',
  'end-sessions': '结束登录',
  'sign-in': '登录',
  'sign-out': '退出登录',
  'change-password': '修改密码',
  'enable-second-factor': '开启两步验证',
  'disable-second-factor': '关闭两步验证',
  'renew-backup-codes': '更换备用码',
  'add-passkey': '添加通行密钥',
  'remove-passkey': '移除通行密钥',
  'schedule-failed': '定时没有办成',
  bulk: '批量操作',
  'undo-bulk': '撤销批量操作',
  'share-preview': '生成预览链接',
  'withdraw-preview': '撤回预览链接',
};
/** Acts upon what stories belong to, and of the console. */
const houseActs: Record<string, string> = {
  'add-entry': '新增',
  'edit-entry': '修改',
  'remove-entry': '删除',
  'merge-topics': '合并专题',
  'arrange-topic': '布置专题',
  'add-section': '新增栏目',
  'edit-section': '修改栏目',
  'place-section': '挪动栏目',
  'order-section': '调整栏目次序',
  'remove-section': '删除栏目',
  'create-token': '生成接口令牌',
  'revoke-token': '吊销接口令牌',
  'adopt-token': '接手接口令牌',
  'create-hook': '新建外发通知',
  'change-hook': '修改外发通知',
  'rotate-hook': '更换通知密钥',
  'stop-hook': '停用外发通知',
  'resume-hook': '启用外发通知',
  'remove-hook': '删除外发通知',
  'ping-hook': '测试外发通知',
  'replay-hook': '重发通知',
  'replay-deliveries': '重新投递',
  'drop-deliveries': '删掉投递',
};

export function actName(act: string, others: Record<string, string> = {}): string {
  return accountActs[act] ?? houseActs[act] ?? others[act] ?? act;
}

/** Facts as people call them, and what their values mean; what is not here is shown as it is. */
const facts: Record<string, string> = {
  by: '方式',
  address: '地址',
  role: '角色',
  note: '备注',
  name: '名称',
  reason: '原因',
  before: '原来',
  after: '现在',
  sessions: '结束登录',
  factors: '同时取消两步验证',
  first: '第一位',
  invitedBy: '邀请人',
  sectionIds: '栏目',
  expiresAt: '有效到',
  level: '审次',
  text: '内容',
  correction: '更正',
  override: '越过检查',
  time: '时间',
  slug: '地址',
  stories: '稿件数',
  pages: '页面数',
  tags: '标签',
  count: '件数',
  added: '加入',
  removed: '移出',
  invitation: '邀请',
  at: '时间',
  what: '操作',
  title: '标题',
  version: '第几稿',
  readers: '读者',
  stage: '进度',
  done: '办好',
  sectionId: '栏目',
  extraSectionIds: '兼入栏目',
  topicIds: '专题',
  scopes: '用途',
  events: '事件',
  url: '接收地址',
  addressChanged: '换了接收地址',
  reset: '恢复默认',
  introduction: '导语',
  leadStoryId: '头条稿件',
  parentId: '上级栏目',
  leadMediaId: '题图',
  coverId: '封面',
  hostId: '主持人',
  authorId: '作者',
  reviews: '审次',
  reviewsNeeded: '审次',
  id: '编号',
  since: '自',
  timeline: '时间线',
  milestones: '大事记',
  from: '从',
  to: '到',
};
/** A moment as JSON has it; people read it in Asia/Shanghai. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Long names that a machine gave. */
const secret = /^[\w-]{24,}$/;

const values: Record<string, string> = {
  password: '密码',
  totp: '密码与验证码',
  backup: '密码与备用码',
  passkey: '通行密钥',
  true: '是',
  unpublished: '未发布',
  published: '已发布',
  withdrawn: '已撤稿',
  none: '没有在改',
  draft: '草稿',
  submitted: '待审',
  reviewed: '在审',
  signed: '已签发',
  scheduled: '已定时',
  submit: '送审',
  recall: '收回',
  publish: '发布',
  schedule: '定时发布',
  unschedule: '取消定时',
  withdraw: '撤稿',
  move: '移到栏目',
  'add-topic': '加入专题',
  'remove-topic': '移出专题',
  discard: '放弃修改',
  stories: '自动',
  chosen: '挑选的稿件',
  off: '不设',
};

/**
 * The facts of a row on one line: what is nothing is left out, and numbers of things are their names.
 * @param names of roles and the like, and of things (`section:3`).
 */
export function detailInWords(detail: Record<string, unknown>, names: Names = {}): string {
  const say = (value: unknown, field: string): string => {
    if (Array.isArray(value)) return value.map((one) => say(one, fieldOfList(field))).join('、') || '—';
    if (typeof value === 'object' && value !== null)
      return `（${detailInWords(value as Record<string, unknown>, names)}）`;
    const named = nameInFacts(field, value, names);
    if (named) return named;
    const text = String(value);
    if (instant.test(text)) return timeModel(new Date(text)).full;
    return names[text] ?? values[text] ?? (secret.test(text) ? `${text.slice(0, 8)}…` : text);
  };
  return Object.entries(detail)
    .filter(([name, value]) => value !== null && value !== '' && value !== false && !isAccount(name, value))
    .map(([name, value]) => `${facts[name] ?? name} ${say(value, name)}`)
    .join(' · ');
}

/** What a machine calls an account; its name stands beside it. */
function isAccount(name: string, value: unknown): boolean {
  return name === 'id' && typeof value === 'string';
}
