'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef } from 'react';
import { StoryEditor } from '../editor/story-editor.client.tsx';
import { deskPort } from './port.ts';

/** Typing has rested for so long: what stands beside the text is drawn anew. */
const rest = 2_500;

/**
 * The writing component with the desk behind it. What stands around it (which version the next step is for) follows the saves, while
 * nobody types; never when the server does not answer: the framework would leave the page.
 */
export function WritingRoom({ user, storyId }: { user: { id: string; name: string }; storyId: number }) {
  const router = useRouter();
  const { id, name } = user;
  const saved = useRef(() => {});
  const port = useMemo(() => deskPort({ id, name }, storyId, () => saved.current()), [id, name, storyId]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = async () => {
      const answer = await port.heartbeat().catch(() => null);
      if (answer?.kind === 'mine') router.refresh();
    };
    saved.current = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), rest);
    };
    return () => {
      clearTimeout(timer);
      saved.current = () => {};
    };
  }, [router, port]);
  return <StoryEditor key={storyId} port={port} />;
}
