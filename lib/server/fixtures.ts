/** A parameter of each kind in the addresses of `app/`, for tests. */
export const sampleSegments: Record<string, string> = {
  '/[id]': '/12',
  '/[slug]': '/local',
  '/[n]': '/2',
  '/[day]': '/2026-11-22',
  '/[author]': '/chen-du',
  '/[show]': '/xiangyin',
  '/[name]': '/latest',
  '/[feed]': '/feed.xml',
  '/[shape]': '/16x9.jpg',
  '/[part]': '/2026-11.xml',
  '/[upload]': '/0123456789abcdef0123456789abcdef',
};
