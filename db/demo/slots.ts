export type DemoSlot = {
  slot: 'front-lead' | 'front-carousel' | 'recommended' | 'headline' | 'section-lead';
  /** Whose leads they are, by slug. */
  section?: string;
  /** Story key: the file name under stories/ without its suffix. */
  story: string;
  /** A title for this place only, when the story's own does not fit. */
  title?: string;
  pinned?: boolean;
};

/** In display order within each slot. */
export const slots: DemoSlot[] = [
  { slot: 'front-lead', story: 'maiji-drip-survey', pinned: true },

  { slot: 'headline', story: 'weather-fog-notice', pinned: true },
  { slot: 'headline', story: 'bus-night-extension', title: '末班车推迟到零点，四条夜间线时刻一表看清' },
  { slot: 'headline', story: 'fuxi-cypress' },
  { slot: 'headline', story: 'bird-count' },

  { slot: 'front-carousel', story: 'jiehe-lamps' },
  { slot: 'front-carousel', story: 'dadiwan-floor', title: '五千年前的地坪，为什么敲起来像水泥' },
  { slot: 'front-carousel', story: 'orchard-prune-qa' },
  { slot: 'front-carousel', story: 'two-day-guide' },
  { slot: 'front-carousel', story: 'qinqiang-evenings' },
  { slot: 'front-carousel', story: 'xiaolong-forest' },

  { slot: 'recommended', story: 'lacquer-workshop', pinned: true },
  { slot: 'recommended', story: 'market-weekly-prices' },
  { slot: 'recommended', story: 'mapaoquan-spring' },
  { slot: 'recommended', story: 'knee-steps' },
  { slot: 'recommended', story: 'tool-wall' },
  { slot: 'recommended', story: 'dufu-walk' },
  { slot: 'recommended', story: 'majiayuan-chariot' },
  { slot: 'recommended', story: 'gangu-chilli' },
  { slot: 'recommended', story: 'rain-gauges' },
  { slot: 'recommended', story: 'football-derby' },
  { slot: 'recommended', story: 'fog-science' },

  { slot: 'section-lead', section: 'local', story: 'mapaoquan-spring', pinned: true },
  { slot: 'section-lead', section: 'local', story: 'fuxi-cypress' },
  { slot: 'section-lead', section: 'local', story: 'tool-wall' },
  { slot: 'section-lead', section: 'culture', story: 'qinqiang-evenings' },
  { slot: 'section-lead', section: 'culture', story: 'lacquer-workshop' },
  { slot: 'section-lead', section: 'culture', story: 'dufu-walk' },
];
