import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { NewRoom } from '../../_registry/rooms.tsx';

export const metadata: Metadata = { title: registry.rooms.show.add };

export default function NewShowPage() {
  return <NewRoom kind="show" />;
}
