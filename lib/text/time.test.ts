import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayLabel,
  dayOf,
  dayStart,
  isDay,
  moment,
  monthLabel,
  monthOf,
  shortDayLabel,
  timeModel,
  weeksOf,
} from './time.ts';

describe('labels of time', () => {
  it('are in Asia/Shanghai, whatever the zone of the server', () => {
    expect(timeModel(new Date('2026-11-22T00:05:09Z'))).toEqual({
      iso: '2026-11-22T08:05:09+08:00',
      full: '2026-11-22 08:05:09',
      short: '11-22 08:05',
      clock: '08:05',
      day: '2026-11-22',
    });
  });

  it('change the day at midnight in Asia/Shanghai, not in UTC', () => {
    expect(dayOf(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
    expect(dayOf(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23');
    expect(dayStart('2026-11-23').toISOString()).toBe('2026-11-22T16:00:00.000Z');
  });

  it('name days and months as newspapers do', () => {
    expect(dayLabel('2026-11-22')).toBe('2026年11月22日 星期日');
    expect(shortDayLabel('2026-01-05')).toBe('1月5日');
    expect(monthLabel('2026-01-05')).toBe('2026年1月');
  });
});

describe('days in addresses', () => {
  it.each(['2026-11-22', '2024-02-29', '1999-12-31'])('%s is a day', (text) => expect(isDay(text)).toBe(true));
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '2026-11-31',
    '20261122',
    '',
    '2026-11-22T00',
    '9999-01-01',
    '0000-01-01',
  ])('%s is none', (text) => expect(isDay(text)).toBe(false));
});

describe('calendar arithmetic', () => {
  it('knows months of every length', () => {
    expect(monthOf('2024-02-10')).toEqual({ first: '2024-02-01', last: '2024-02-29' });
    expect(monthOf('2026-12-31')).toEqual({ first: '2026-12-01', last: '2026-12-31' });
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('lays a month out from Monday to Sunday', () => {
    const weeks = weeksOf('2026-11-22');
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
    expect(weeks.at(-1)).toEqual(['2026-11-30', null, null, null, null, null, null]);
    expect(weeks.flat().filter(Boolean)).toHaveLength(30);
  });
});

describe('a moment to come', () => {
  const now = new Date('2026-11-23T10:00:00+08:00');
  it.each([
    ['30m', '2026-11-23T10:30:00+08:00'],
    ['2h', '2026-11-23T12:00:00+08:00'],
    ['11:15', '2026-11-23T11:15:00+08:00'],
    ['10:00', '2026-11-24T10:00:00+08:00'],
    ['03:30', '2026-11-24T03:30:00+08:00'],
    ['2026-12-01 00:05', '2026-12-01T00:05:00+08:00'],
    ['2026-12-01T00:05', '2026-12-01T00:05:00+08:00'],
  ])('%s is %s', (text, at) => {
    expect(moment(text, now)).toEqual(new Date(at));
  });

  it.each(['', 'soon', '25:00', '3:30', '2026-02-30 10:00', '2026-11-23', '30'])('%j is none', (text) => {
    expect(moment(text, now)).toBeNull();
  });
});
