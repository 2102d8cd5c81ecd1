import { beforeEach, describe, expect, it } from 'vitest';
import { advance, clock, freshness, namesWithdrawn, record } from './clock.ts';
import { announce, applyEvent, onEvent } from './revalidate.ts';

const event = (id: number, hard: string[], soft: string[] = [], type = 'story-changed') => ({
  id,
  type,
  hard,
  soft,
  panels: [],
});

beforeEach(() => {
  Object.assign(clock, { now: 0, inTouch: true, floor: 0, catchUp: null });
  for (const map of [clock.hard, clock.soft, clock.withdrawn, clock.listeners]) map.clear();
});

describe('the clock of events', () => {
  it('lets a page stand that no event touched since it was begun', () => {
    announce(event(1, ['story:1']));
    expect(freshness(1, ['story:1', 'front'])).toBe('fresh');
  });

  it('tells a page that may be seen once more from one that may not', () => {
    announce(event(2, ['story:1'], ['panel:latest']));
    expect(freshness(1, ['panel:latest'])).toBe('stale');
    expect(freshness(1, ['panel:latest', 'story:1'])).toBe('expired');
  });

  it('trusts nothing before it has seen the database', () => {
    clock.now = null;
    expect(freshness(0, [])).toBe('expired');
  });

  it('makes every page stale at once when everything is asked for', () => {
    announce(event(3, ['everything']));
    expect(freshness(2, ['story:9'])).toBe('expired');
  });

  it('does not move past an event that it has not seen, so that a page drawn meanwhile is not taken for newer', async () => {
    advance(10);
    clock.catchUp = async () => {};
    await applyEvent(event(12, ['story:2']));
    expect(clock.now).toBe(10);
    expect(freshness(10, ['story:2'])).toBe('expired');
  });

  it('tells listeners of each event once', () => {
    const heard: number[] = [];
    onEvent(({ id }) => heard.push(id));
    for (const id of [1, 2, 2, 1, 3]) announce(event(id, []));
    expect(heard).toEqual([1, 2, 3]);
  });

  it('remembers which stories were withdrawn', () => {
    announce(event(4, ['story:7', 'front'], [], 'story-withdrawn'));
    expect(namesWithdrawn(3, ['story:7'])).toBe(true);
    expect(namesWithdrawn(3, ['front'])).toBe(false);
    expect(namesWithdrawn(4, ['story:7'])).toBe(false);
  });

  it('remembers the site map that listed a withdrawn story', () => {
    announce(event(4, ['story:7', 'sitemaps', 'sitemap:2026-03', 'front'], [], 'story-withdrawn'));
    expect(namesWithdrawn(3, ['sitemap:2026-03'])).toBe(true);
    expect(namesWithdrawn(3, ['sitemap:2026-04', 'sitemaps'])).toBe(false);
  });

  it('stays bounded, and trusts no page whose tags it has forgotten', () => {
    for (let id = 1; id <= 100_001; id++) record(event(id, [`story:${id}`]));
    advance(100_001);
    expect(clock.hard.size).toBeLessThanOrEqual(100_000);
    expect(freshness(0, ['story:1'])).toBe('expired');
    expect(freshness(100_001, ['story:1'])).toBe('fresh');
  });
});
