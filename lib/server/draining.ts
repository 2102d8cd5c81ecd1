import { processWide } from '../process-wide.ts';

/** Whether this instance was asked to stop: it still answers, but takes itself out of its balancer's list. */
export const draining = processWide('draining', (): { since: number | null } => ({ since: null }));
