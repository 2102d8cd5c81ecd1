import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { EntryRoom } from '../../_registry/rooms.tsx';
import { TopicOpening } from './opening.tsx';

export const metadata: Metadata = { title: registry.rooms.topic.title };

export default function TopicPage({ params }: { params: Promise<{ id: string }> }) {
  return <EntryRoom kind="topic" params={params} more={(id) => <TopicOpening id={id} />} />;
}
