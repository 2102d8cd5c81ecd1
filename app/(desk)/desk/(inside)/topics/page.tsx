import type { Metadata } from 'next';
import { registry } from '#components/desk/registry/strings.ts';
import { ListRoom, type SearchParams } from '../_registry/rooms.tsx';

export const metadata: Metadata = { title: registry.rooms.topic.title };

export default function TopicsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListRoom kind="topic" searchParams={searchParams} />;
}
