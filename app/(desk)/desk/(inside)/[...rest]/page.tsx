import { notFound } from 'next/navigation';
import { requireActor } from '#lib/auth/current.ts';

/** What is no room of the desk: said to those who are in it; all others are sent to the door first. */
export default async function NowherePage() {
  await requireActor();
  notFound();
}
