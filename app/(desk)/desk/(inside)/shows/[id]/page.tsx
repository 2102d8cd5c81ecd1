import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { EntryRoom } from '../../_registry/rooms.tsx';

export const metadata: Metadata = { title: registry.rooms.show.title };

export default function ShowPage({ params }: { params: Promise<{ id: string }> }) {
  return <EntryRoom kind="show" params={params} />;
}
