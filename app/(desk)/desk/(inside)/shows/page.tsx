import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { ListRoom, type SearchParams } from '../_registry/rooms.tsx';

export const metadata: Metadata = { title: registry.rooms.show.title };

export default function ShowsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListRoom kind="show" searchParams={searchParams} />;
}
