import type { Picture } from '../lib/picture.ts';
import { blossom } from './blossom.ts';
import { bridge } from './bridge.ts';
import { forest } from './forest.ts';
import { maiji } from './maiji.ts';
import { market } from './market.ts';
import { mist } from './mist.ts';
import { citynight, lanterns, rain } from './night.ts';
import { oldstreet } from './oldstreet.ts';
import { orchard } from './orchard.ts';
import { pottery } from './pottery.ts';
import { snow } from './snow.ts';
import { stars } from './stars.ts';
import { terrace } from './terrace.ts';
import { track } from './track.ts';
import { weihe } from './weihe.ts';
import { wheat } from './wheat.ts';

export const families: Picture[] = [
  ...maiji,
  ...weihe,
  ...terrace,
  ...blossom,
  ...orchard,
  ...snow,
  ...citynight,
  ...oldstreet,
  ...bridge,
  ...lanterns,
  ...wheat,
  ...forest,
  ...rain,
  ...mist,
  ...stars,
  ...market,
  ...pottery,
  ...track,
];
