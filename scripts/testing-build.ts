import { build, isBuilt } from './build.ts';

/** Global set-up of tests that start instances: the production build, made if it is not there. */
export default async function setup(): Promise<void> {
  Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: '1' });
  if (!(await isBuilt())) await build();
}
