/** The doors of the search. */
export { type DeskFound, type DeskSearch, searchDesk, storiesToPick, wordsAtDesk } from './desk.ts';
export type * from './models.ts';
export { SearchBusy } from './models.ts';
export { parseSearch } from './request.ts';
export { pageSize, search } from './search.ts';
export { suggest } from './suggest.ts';
