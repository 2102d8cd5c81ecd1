import { createRoot } from 'react-dom/client';
import type { EditorPort, SaveAnswer, UploadAnswer } from '#components/desk/editor/port.ts';
import { StoryEditor } from '#components/desk/editor/story-editor.client.tsx';
import type { Draft } from '#lib/desk/draft.ts';

/** The writing component on a page of its own, with a port that speaks plain HTTP to the server beside it. */
const query = new URLSearchParams(location.search);
const storyId = Number(query.get('story') ?? '1');
const user = { id: query.get('user') ?? 'u1', name: query.get('name') ?? '李记者' };
const base = `/api/${storyId}`;

async function ask<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${base}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user': encodeURIComponent(`${user.id} ${user.name}`) },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  if (response.status === 401) return { kind: 'signed-out' } as T;
  if (response.status === 413)
    return { kind: 'refused', code: 'too-large', message: '稿件太长，服务器没有收下。' } as T;
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as T;
}

const port: EditorPort = {
  user,
  storyId,
  signInHref: '/sign-in',
  load: () => ask('load', {}),
  save: (version, content, { signal }) => ask<SaveAnswer<Draft>>('save', { version, content }, signal),
  async upload(file, { signal, progress }) {
    progress(0.5);
    const response = await fetch(`${base}/upload?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      body: file,
      signal,
    });
    if (!response.ok) throw new Error(`${response.status}`);
    return (await response.json()) as UploadAnswer;
  },
  search: (what, text) => ask('search', { what, text }),
  suggestTopics: (text, { signal }) => ask('suggest', text, signal),
  searchStories: (text) => ask('stories', { text }),
  searchMedia: (text, kind) => ask('media', { text, kind }),
  named: (ids) => ask('named', ids),
  heartbeat: () => ask('heartbeat', {}),
  takeOver: () => ask('take-over', {}),
  release: () => void navigator.sendBeacon(`${base}/release`, user.id),
  versions: () => ask('versions', {}),
  version: (number) => ask('version', { number }),
};

const root = document.getElementById('desk');
if (root) createRoot(root).render(<StoryEditor port={port} />);
