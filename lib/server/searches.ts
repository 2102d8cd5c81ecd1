import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RateLimit, rateLimit } from '../http/rate-limit.ts';
import { isSearch, readSearch, searchFaults, searchHref, searchPath } from '../text/search-address.ts';
import { hantPath, isHant } from '../text/variants.ts';
import { waitOf } from './address.ts';
import { type Documents, unavailable } from './documents.ts';

/** What stands in for a search that is not answered: pages like any other, drawn once (`app/(site)/search/problem/[name]`). */
export const searchProblems = [...searchFaults, 'too-many', 'busy', 'unavailable'] as const;
type ProblemName = (typeof searchProblems)[number];

/** A school or a mobile network is one client. */
const usualPerMinute = Number(process.env.SEARCHES_PER_MINUTE || 300);
/** Searches that may wait for their turn: about as many as are rendered in two seconds. */
const longestQueue = 60;
/** When to come again, in seconds. */
const waits = { busy: 5, unavailable: 60 };

/** Serves `/search` and what is asked behind `?` of it, in either script (docs/search.md). */
export class Searches {
  readonly #documents: Documents;
  readonly #limit: RateLimit;
  #prepared = false;

  /** @param perMinute searches that are rendered for one client; what is in memory costs nothing and is not counted. */
  constructor(documents: Documents, perMinute = usualPerMinute) {
    this.#documents = documents;
    this.#limit = rateLimit(perMinute);
  }

  /** @param path `/search` or `/hant/search`. @param query what stands behind `?`. */
  async serve(path: string, query: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ask = readSearch(query);
    const inScript = (address: string) => (isHant(path) ? hantPath(address) : address);
    const refuse = (name: ProblemName, status: number, wait?: number) => {
      if (wait !== undefined) response.setHeader('Retry-After', wait);
      return this.#standIn(inScript(`${searchPath}/problem/${name}`), status, request, response);
    };
    if (typeof ask === 'string') return refuse(ask, 400);
    const address = inScript(searchHref(ask));
    if (!isSearch(address)) return this.#documents.serve(path, request, response);
    if (!this.#documents.has(address)) {
      const wait = waitOf(this.#limit, request);
      if (wait > 0) return refuse('too-many', 429, wait);
      if (this.#documents.searchesWaiting >= longestQueue) return refuse('busy', 503, waits.busy);
    }
    if (!(await this.#documents.serveAt(address, null, request, response)))
      return refuse('unavailable', 503, waits.unavailable);
    this.#prepare();
  }

  async #standIn(address: string, status: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // What is stored says it still when the database is gone; without it a plain sentence does.
    if (!(await this.#documents.serveAt(address, status, request, response))) unavailable(response, 503);
  }

  /** On the day on which they are needed they cannot be drawn. */
  #prepare(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    for (const name of ['unavailable', 'busy', 'too-many']) this.#documents.prepare(`${searchPath}/problem/${name}`);
  }
}
