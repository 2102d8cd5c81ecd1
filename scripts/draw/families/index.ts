import type { Picture } from '../lib/picture.ts';
import { blossom } from './blossom.ts';
import { bridge } from './bridge.ts';
import { forest } from './forest.ts';
import { maiji } from './maiji.ts';
import { mist } from './mist.ts';
import { oldstreet } from './oldstreet.ts';
import { orchard } from './orchard.ts';
import { snow } from './snow.ts';
import { stars } from './stars.ts';
import { terrace } from './terrace.ts';
import { weihe } from './weihe.ts';
import { wheat } from './wheat.ts';

export const families: Picture[] = [...maiji, ...weihe, ...terrace, ...blossom, ...orchard, ...snow, ...oldstreet, ...bridge, ...wheat, ...forest, ...mist, ...stars];
