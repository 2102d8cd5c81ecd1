import { expect, it } from 'vitest';
import { formsOf } from './forms.ts';

const state = {
  steps: ['submit', 'send-back'] as const,
  readers: 'unpublished' as const,
  blocked: false,
  mayOverride: false,
  reviewLevel: '一审',
  soon: '2026-11-23T12:00',
};
const labels = (changed: Partial<Parameters<typeof formsOf>[0]>) =>
  formsOf({ ...state, ...changed }).map(({ label, fields }) => [label, ...fields.map(({ name }) => name)]);

it('what the check refuses has no button, but for who may pass over it with a reason', () => {
  expect(labels({})).toEqual([['送审'], ['退回', 'reason']]);
  expect(labels({ blocked: true })).toEqual([['退回', 'reason']]);
  expect(labels({ blocked: true, mayOverride: true })).toEqual([
    ['送审', 'override'],
    ['退回', 'reason'],
  ]);
});

it('an amendment of what readers have may say what they are told of it', () => {
  expect(labels({ readers: 'published', steps: ['submit'] })).toEqual([['送审', 'correction']]);
});

it('a review is called by its level, and a time begins at the next hour', () => {
  expect(labels({ steps: ['review'], reviewLevel: '二审' })).toEqual([['二审通过', 'note']]);
  expect(formsOf({ ...state, steps: ['schedule'] })[0]?.fields[0]).toMatchObject({ kind: 'time', value: state.soon });
});
