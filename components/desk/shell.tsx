import Link from 'next/link';
import type { ReactNode } from 'react';
import { Seal } from '#components/masthead/seal.tsx';
import { Nav } from './nav.client.tsx';
import { desk } from './strings.ts';
import { Tools } from './tools.client.tsx';

type Props = {
  site: string;
  who: { name: string; role: string; sections: string };
  rooms: readonly { href: string; label: string; words?: string }[];
  signOut: () => Promise<void>;
  children: ReactNode;
};

/** What stands around every room of the desk. */
export function Shell({ site, who, rooms, signOut, children }: Props) {
  return (
    <>
      <p className="skip">
        <a href="#main">{desk.skipToMain}</a>
      </p>
      <div className="desk">
        <header className="desk-side">
          <Link className="desk-brand" href="/desk" prefetch={false}>
            <Seal />
            {site}
            <small>{desk.name}</small>
          </Link>
          <Tools rooms={rooms} signOut={signOut} />
          <Nav items={rooms} />
          <p className="desk-who">
            <strong>{who.name}</strong>
            <span className="meta">
              {who.role} · {who.sections}
            </span>
          </p>
        </header>
        <main id="main" className="desk-main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}

/** What stands before the door: sign-in, invitations. */
export function Door({ site, children, foot }: { site: string; children: ReactNode; foot?: ReactNode }) {
  return (
    <main className="door">
      <div className="door-box">
        <p className="door-brand">
          <Seal />
          {site}
          <small>{desk.name}</small>
        </p>
        {children}
        {foot && <p className="door-foot">{foot}</p>}
      </div>
    </main>
  );
}
