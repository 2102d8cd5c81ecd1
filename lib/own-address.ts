import { processWide } from './process-wide.ts';

/** Where this instance answers, for itself; null until it listens. */
export const ownAddress = processWide('own-address', (): { origin: string | null } => ({ origin: null }));
