import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { EntryRoom } from '../../_registry/rooms.tsx';

export const metadata: Metadata = { title: registry.rooms.author.title };

export default function AuthorPage({ params }: { params: Promise<{ id: string }> }) {
  return <EntryRoom kind="author" params={params} />;
}
