import { type Replica, readReplicasFor } from '#db/client.ts';
import { within } from '../within.ts';
import { clock } from './clock.ts';
import { onEvent } from './revalidate.ts';

/** How often a replica is asked how far it is: when an event is on its way to it, and else; and how long is waited (ms). */
const rhythm = { behind: 20, usual: 500, patience: 1_000 };

/**
 * Follows the read replicas: a page is rendered from one only if that has every event which the page will claim to know.
 * One that lags, or does not answer, is passed over until it is level again. What is no rendering reads from the primary.
 * @returns a function that stops following.
 */
export function followReplicas(): () => void {
  followed = readReplicasFor(() => clock.rendering.getStore()?.began ?? null);
  const stops = followed.map(follow);
  return () => {
    for (const stop of stops) stop();
  };
}

let followed: readonly Replica[] = [];

function follow(replica: Replica): () => void {
  let timer: NodeJS.Timeout | undefined;
  let asking = false;
  let stopped = false;
  let said = false;
  const ask = async () => {
    if (asking || stopped) return;
    asking = true;
    clearTimeout(timer);
    try {
      const [newest] = await within(
        rhythm.patience,
        replica.sql<{ id: string | null }[]>`select max(id) as id from event`,
      );
      replica.event = Number(newest?.id ?? 0);
      said = false;
    } catch (error) {
      replica.event = -1;
      if (!said && !stopped) console.error('一个只读副本没有应答，暂时改读主库:', (error as Error).message);
      said = true;
    }
    asking = false;
    const level = replica.event === -1 || replica.event >= (clock.now ?? 0);
    if (!stopped) timer = setTimeout(ask, level ? rhythm.usual : rhythm.behind);
  };
  const forget = onEvent(() => void ask());
  void ask();
  return () => {
    stopped = true;
    clearTimeout(timer);
    forget();
    replica.event = -1;
  };
}

/** Passes over every replica until it answers again. @returns whether one was in use. */
export function distrustReplicas(): boolean {
  const used = followed.some(({ event }) => event !== -1);
  for (const replica of followed) replica.event = -1;
  return used;
}
