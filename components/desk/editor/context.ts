import { createContext, use, useSyncExternalStore } from 'react';
import type { MediaKind } from '#db/schema/enums.ts';
import type { Library } from './library.ts';
import type { EditorPort, MediaCard, StoryCardData } from './port.ts';
import type { Uploads } from './uploads.ts';

/** What every part of the writing component may need. */
export type EditorTools = {
  port: EditorPort;
  library: Library;
  uploads: Uploads;
  /** Asks the editor; null: closed without a choice. */
  chooseMedia(kind: MediaKind, several: boolean): Promise<MediaCard[] | null>;
  chooseStory(): Promise<StoryCardData | null>;
};

export const EditorContext = createContext<EditorTools | null>(null);

export function useTools(): EditorTools {
  const tools = use(EditorContext);
  if (!tools) throw new Error('EditorContext is missing');
  return tools;
}

/** The library; draws anew when more is known. */
export function useLibrary(): Library {
  const { library } = useTools();
  useSyncExternalStore(library.subscribe, library.edition, library.edition);
  return library;
}
