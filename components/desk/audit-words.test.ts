import { expect, it } from 'vitest';
import { objectInWords, thingsIn } from './audit-objects.ts';
import { actName, detailInWords } from './audit-words.ts';

it('says a row of the audit trail in words, and what it does not know as it is', () => {
  expect(actName('sign-in')).toBe('登录');
  expect(actName('sign', { sign: '签发' })).toBe('签发');
  expect(actName('unheard-of')).toBe('unheard-of');
  const detail = {
    by: 'totp',
    address: '192.0.2.1',
    note: '',
    sectionIds: null,
    before: { role: 'editor' },
    odd: [1, 2],
    expiresAt: '2026-12-01T05:40:44.184Z',
    invitation: 'qmf3Xr-tblsDemBzT0htOcBV6U5E7fS6',
  };
  expect(detailInWords(detail, { editor: '编辑' })).toBe(
    '方式 密码与验证码 · 地址 192.0.2.1 · 原来 （角色 编辑） · odd 1、2 · 有效到 2026-12-01 13:40:44 · 邀请 qmf3Xr-t…',
  );
});

it('says names where the trail has numbers; what is gone keeps its number', () => {
  const names = { 'section:3': '秦州', 'story:12': '渭河水位回落', 'hook:4': '排版系统', 'person:p1': '林舟' };
  const words = [
    ['section:3', '栏目“秦州”'],
    ['section:9', '栏目 9'],
    ['story:12', '《渭河水位回落》'],
    ['person:p1', '林舟'],
    ['slot:section-lead:3', '推荐位“栏目头条 · 秦州”'],
    ['slot:front-lead', '推荐位“首页头条”'],
    ['setting:contact', '设置“举报与纠错”'],
    ['channel:hook:4', '外发通知“排版系统”'],
    ['path:/latest', '页面 /latest'],
    ['words', '敏感词'],
    ['unheard-of:1', 'unheard-of:1'],
  ] as const;
  for (const [object, said] of words) expect(objectInWords(object, names)).toBe(said);
  const row = {
    object: 'slot:section-lead:3',
    detail: { before: { sectionId: 3, extraSectionIds: [9] }, after: { sectionId: 9 }, milestones: [12], level: 3 },
  };
  expect(thingsIn(row)).toEqual(['section:3', 'section:3', 'section:9', 'section:9', 'story:12']);
  expect(detailInWords(row.detail, names)).toBe(
    '原来 （栏目 秦州 · 兼入栏目 9） · 现在 （栏目 9） · 大事记 《渭河水位回落》 · 审次 3',
  );
  expect(detailInWords({ before: [12, 7], after: [7] }, names)).toBe('原来 《渭河水位回落》、7 · 现在 7');
  expect(detailInWords({ before: 12, after: 11 }, names), 'places, not stories').toBe('原来 12 · 现在 11');
  expect(detailInWords({ from: { id: 'b7', name: '陈渡' } })).toBe('从 （名称 陈渡）');
});
