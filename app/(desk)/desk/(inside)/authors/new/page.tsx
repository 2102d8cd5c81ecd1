import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { NewRoom } from '../../_registry/rooms.tsx';

export const metadata: Metadata = { title: registry.rooms.author.add };

export default function NewAuthorPage() {
  return <NewRoom kind="author" />;
}
