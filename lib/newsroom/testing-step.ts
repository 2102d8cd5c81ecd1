/** One step of a story in a process of its own, for tests that end it. Test code only. */
import { connect } from '#db/client.ts';
import { people } from './desk-fixtures.ts';
import { publishSigned, schedule, withdrawStory } from './workflow.ts';

const [act, id] = process.argv.slice(2);
connect(process.env.DATABASE_URL ?? '');
const steps: Record<string, () => Promise<unknown>> = {
  publish: () => publishSigned(people.director, Number(id)),
  schedule: () => schedule(people.director, Number(id), new Date(Date.now() + 3_600_000)),
  withdraw: () => withdrawStory(people.director, Number(id), '消息来源有误'),
};
await steps[act ?? '']?.();
console.log('done');
