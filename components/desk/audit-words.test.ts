import { expect, it } from 'vitest';
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
