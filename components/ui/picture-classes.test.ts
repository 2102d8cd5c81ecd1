import { expect, test } from 'vitest';
import { focalClass, toneClass } from './picture-classes.ts';

test('a grey picture waits on a grey of its own lightness', () => {
  expect(toneClass('#000000')).toBe('tone-0');
  expect(toneClass('#808080')).toBe('tone-2');
  expect(toneClass('#ffffff')).toBe('tone-3');
});

test('a coloured picture waits on its own hue', () => {
  expect(toneClass('#b08a5e')).toBe('tone-10');
  expect(toneClass('#2f6357')).toBe('tone-13');
  expect(toneClass('#1c3a6e')).toBe('tone-17');
  expect(toneClass('#c02020')).toBe('tone-5');
  expect(toneClass('#ff0020')).toBe('tone-6');
});

test('every colour has one of the 24 tones', () => {
  for (let value = 0; value <= 0xffffff; value += 4093) {
    expect(toneClass(`#${value.toString(16).padStart(6, '0')}`)).toMatch(/^tone-(\d|1\d|2[0-3])$/);
  }
});

test('a crop keeps the focal point in view', () => {
  expect(focalClass('50% 50%')).toBeNull();
  expect(focalClass('50% 20%')).toBe('focal-t');
  expect(focalClass('90% 80%')).toBe('focal-br');
  expect(focalClass('10% 50%')).toBe('focal-l');
});
