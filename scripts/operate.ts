import { type ParseArgsConfig, parseArgs } from 'node:util';
import { disconnect } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { ensureDataDir, main, openDatabase } from './environment.ts';

/** The command was not understood: exit code 2. */
export class UsageError extends Error {}

/**
 * A command of the operator: understands its arguments, then runs on the database, which is started and brought up to date for it.
 * @param parse what is to be done; null where help is asked for. It throws a `UsageError` where it is not understood.
 * @param refusals errors that say enough by their sentence: exit code 1.
 */
export function operate(
  usage: string,
  parse: (args: string[]) => (() => Promise<void>) | null,
  refusals: readonly (new (...args: never[]) => Error)[] = [],
): Promise<void> {
  return main(async () => {
    try {
      const run = parse(process.argv.slice(2));
      if (!run) return console.log(usage);
      ensureDataDir();
      const database = await openDatabase();
      try {
        await migrate(process.env.DATABASE_URL ?? '');
        await run();
      } finally {
        await disconnect();
        await database?.stop();
      }
    } catch (error) {
      if (error instanceof UsageError) {
        console.error(`✗ ${error.message}\n\n${usage}`);
        process.exitCode = 2;
      } else if (error instanceof Error && refusals.some((refusal) => error instanceof refusal)) {
        console.error(`✗ ${error.message}`);
        process.exitCode = 1;
      } else throw error;
    }
  });
}

/** Options and what stands beside them. @throws {UsageError} */
export function readArgs<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
