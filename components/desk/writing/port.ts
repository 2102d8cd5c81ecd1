import { Upload } from 'tus-js-client';
import type { EditorPort, TopicSuggestion, UploadAnswer } from '../editor/port.ts';
import { writing } from './strings.ts';

type Asked = { signal?: AbortSignal; leaving?: boolean };

/** Browsers carry so much beyond the end of a page, all requests together. */
const outlives = 60_000;
const uploads = '/desk/media/uploads';
const chunkSize = 4 * 1024 * 1024;
const lookEvery = 500;

type Status = {
  state: 'receiving' | 'received' | 'working' | 'done' | 'refused';
  refusal: string | null;
  mediaId: number | null;
};

/**
 * The desk as the writing component knows it: route handlers below the story's address.
 * @param saved is called with every version that the server has taken.
 */
export function deskPort(user: EditorPort['user'], storyId: number, saved: (version: number) => void): EditorPort {
  const ask = async (act: string, input: unknown, { signal, leaving = false }: Asked = {}): Promise<Response> => {
    const body = JSON.stringify(input);
    return fetch(`/desk/stories/${storyId}/work/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      ...(signal && { signal }),
      keepalive: leaving && body.length * 3 < outlives,
    });
  };
  const answered = async <T>(act: string, input: unknown): Promise<T> => {
    const response = await ask(act, input);
    if (!response.ok) throw new Error(`${act}: ${response.status}`);
    return (await response.json()) as T;
  };
  /** For what has an answer of its own to an ended session. */
  const asked = async <T>(act: string, input: unknown): Promise<T | { kind: 'signed-out' }> => {
    const response = await ask(act, input);
    if (response.status === 401) return { kind: 'signed-out' };
    if (!response.ok) throw new Error(`${act}: ${response.status}`);
    return (await response.json()) as T;
  };
  const port: EditorPort = {
    user,
    storyId,
    signInHref: '/desk/sign-in?next=/desk/account',
    load: () => answered('load', {}),
    async save(version, content, options) {
      const response = await ask('save', { version, content }, options);
      if (response.status === 401) return { kind: 'signed-out' };
      if (response.status === 413 || response.status === 400 || response.status === 403) {
        const { message } = (await response.json().catch(() => ({ message: '' }))) as { message: string };
        const code = { 413: 'too-large', 400: 'invalid', 403: 'forbidden' } as const;
        return { kind: 'refused', code: code[response.status], message };
      }
      if (!response.ok) throw new Error(`save: ${response.status}`);
      const answer = (await response.json()) as Awaited<ReturnType<EditorPort['save']>>;
      if (answer.kind === 'saved') saved(answer.version);
      return answer;
    },
    upload: async (file, { signal, progress }) => {
      const sent = await send(file, signal, progress);
      if (typeof sent !== 'string') return sent;
      const made = await worked(sent, signal);
      if (typeof made !== 'number') return made;
      const none = { stories: [], authors: [], topics: [], sources: [], shows: [], blogs: [] };
      const [media] = (await port.named({ media: [made], ...none })).media;
      return media ? { kind: 'uploaded', media } : { kind: 'refused', message: writing.uploadFailed };
    },
    search: (what, text) => answered('search', { what, text }),
    async suggestTopics(text, { signal }) {
      const response = await ask('suggest-topics', text, { signal });
      if (!response.ok) throw new Error(`suggest-topics: ${response.status}`);
      return (await response.json()) as TopicSuggestion[];
    },
    searchStories: (text) => answered('stories', { text }),
    searchMedia: (text, kind) => answered('media', { text, kind }),
    named: (ids) => answered('named', ids),
    heartbeat: () => asked('heartbeat', {}),
    takeOver: () => asked('take-over', {}),
    release: () => void ask('release', {}, { leaving: true }).catch(() => {}),
    versions: () => answered('versions', {}),
    version: (number) => answered('version', { number }),
    keep: (version, note) => asked('keep', { version, note }),
    restore: (version, number) => asked('restore', { version, number }),
  };
  return port;
}

/** Brings a file to the library, in parts. @returns the upload's id, or why there is none. */
function send(file: File, signal: AbortSignal, progress: (fraction: number) => void): Promise<string | UploadAnswer> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: uploads,
      chunkSize,
      retryDelays: [0, 1000, 3000, 10_000],
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (bytes, all) => progress(all > 0 ? (bytes / all) * 0.9 : 0),
      onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
      onError: (error) => {
        const answer = 'originalResponse' in error ? error.originalResponse : null;
        const status = answer?.getStatus() ?? 0;
        if (status === 401) resolve({ kind: 'signed-out' });
        else if (status >= 400 && status < 600)
          resolve({ kind: 'refused', message: answer?.getBody() || writing.uploadFailed });
        else reject(error);
      },
    });
    signal.addEventListener('abort', () => {
      void upload.abort(true).catch(() => {});
      reject(signal.reason);
    });
    upload.start();
  });
}

/** Waits until the library has made of it what readers get. @returns the medium's id, or why there is none. */
async function worked(id: string, signal: AbortSignal): Promise<number | UploadAnswer> {
  for (;;) {
    const response = await fetch(`${uploads}/${id}`, { signal });
    if (response.status === 401) return { kind: 'signed-out' };
    if (!response.ok) throw new Error(`upload: ${response.status}`);
    const status = (await response.json()) as Status;
    if (status.state === 'refused') return { kind: 'refused', message: status.refusal ?? writing.uploadFailed };
    if (status.state === 'done' && status.mediaId !== null) return status.mediaId;
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}
