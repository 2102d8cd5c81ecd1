import { channelsFrom } from './configuration.ts';
import { hooks } from './hooks.ts';
import { OutboxWorker } from './worker.ts';

/**
 * Tells outside systems what happened: CDNs and caches what to purge, webhooks what readers were shown. Also where no channel is configured the worker runs,
 * and removes what an earlier configuration left.
 * @throws {StartError} where the environment is wrong.
 */
export function startOutbox(): OutboxWorker {
  return new OutboxWorker(channelsFrom(process.env), {}, hooks);
}
