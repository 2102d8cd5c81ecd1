import { expect, it } from 'vitest';
import { visitOf } from './read.ts';

const phone = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';
const wechat = `${phone} MicroMessenger/8.0.50.2701 NetType/WIFI`;

it.each([
  ['', phone, 'direct'],
  ['', wechat, 'social'],
  ['', `${phone} Weibo (HUAWEI__weibo__14.1)`, 'social'],
  ['https://www.weishui.example/section/local', phone, 'internal'],
  ['https://www.weishui.example/', wechat, 'internal'],
  ['https://weishui.example.org/', phone, 'other'],
  ['https://www.baidu.com/link?url=x', phone, 'search'],
  ['https://m.baidu.com/', phone, 'search'],
  ['https://tieba.baidu.com/p/1', phone, 'social'],
  ['https://www.google.com.hk/', phone, 'search'],
  ['https://www.so.com/', phone, 'search'],
  ['https://m.sm.cn/', phone, 'search'],
  ['https://cn.bing.com/', phone, 'search'],
  ['https://mp.weixin.qq.com/s/abc', phone, 'social'],
  ['https://weibo.com/', phone, 'social'],
  ['https://t.cn/A6abc', phone, 'social'],
  ['https://www.zhihu.com/question/1', phone, 'social'],
  ['https://t.co/x', phone, 'social'],
  ['https://www.gansu.example/news', phone, 'other'],
  ['https://notbaidu.com/', phone, 'other'],
  ['https://baidu.com.evil.example/', phone, 'search'],
  ['android-app://com.tencent.mm', wechat, 'social'],
  ['nonsense', phone, 'direct'],
])('a reader who comes from %j (%s) is a visit of the kind %3$s', (referrer, agent, kind) => {
  expect(visitOf(referrer, 'www.weishui.example', agent)).toBe(kind);
});
