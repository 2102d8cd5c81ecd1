import { describe, expect, it } from 'vitest';
import { mandarinVoice, speechPieces } from './speech.ts';

describe('cutting a text for reading aloud', () => {
  it('joins short sentences and cuts after a full stop', () => {
    const sentence = '渭水自西向东流过城区，两岸的柳树绿了。';
    const pieces = speechPieces(sentence.repeat(7));
    expect(pieces.every((piece) => piece.length <= 60 && piece.endsWith('。'))).toBe(true);
    expect(pieces[0]).toBe(sentence.repeat(3));
  });

  it('leaves closing quotation marks with their sentence', () => {
    expect(speechPieces('他说：“明天一早就来看花。”说完走了。', 16)).toEqual([
      '他说：“明天一早就来看花。”',
      '说完走了。',
    ]);
  });

  it('cuts a long sentence at its commas, and one without any at the limit', () => {
    const long = `${'麦积山石窟的游人比去年多了两成,'.repeat(8)}完。`;
    expect(speechPieces(long).every((piece) => piece.length <= 60 && /[,。]$/.test(piece))).toBe(true);
    expect(speechPieces('山'.repeat(150)).map((piece) => piece.length)).toEqual([60, 60, 30]);
  });

  it('loses nothing and says nothing for empty text', () => {
    const text = '全长 28.5 公里；票价:2 元!——“真的?”……是的, Wi-Fi 也有。\n\n共12站';
    expect(speechPieces(text, 12).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    expect(speechPieces(' \n ')).toEqual([]);
  });
});

describe('choosing a voice', () => {
  const voice = (lang: string, localService = true) => ({ lang, localService });

  it('prefers a mainland voice on the device, then a remote one, then other Mandarin', () => {
    const voices = [voice('en-US'), voice('zh-TW'), voice('zh-CN', false), voice('zh_CN'), voice('zh-HK')];
    expect(mandarinVoice(voices)).toEqual(voice('zh_CN'));
    expect(mandarinVoice(voices.slice(0, 3))).toEqual(voice('zh-CN', false));
    expect(mandarinVoice(voices.slice(0, 2))).toEqual(voice('zh-TW'));
    expect(mandarinVoice([voice('cmn-Hans-CN'), voice('zh-TW')])).toEqual(voice('cmn-Hans-CN'));
  });

  it('never reads Mandarin with a Cantonese or a foreign voice', () => {
    expect(mandarinVoice([voice('zh-HK'), voice('yue-HK'), voice('en-US'), voice('zh-Hant-HK')])).toBeUndefined();
  });
});
