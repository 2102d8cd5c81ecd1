import Link from 'next/link';
import { navigation } from '#components/desk/navigation.ts';
import { ShortList } from '#components/desk/stories/stories.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireSession } from '#lib/auth/current.ts';
import { sectionChoices, sectionsInWords } from '#lib/auth/sections.ts';
import { roleNames } from '#lib/newsroom/actor.ts';
import { may } from '#lib/newsroom/rights.ts';
import { hooksSwitchedOff } from '#lib/newsroom/webhooks.ts';
import { dayLabel, dayOf } from '#lib/text/time.ts';
import { waitingLists } from '../../story-lists.ts';

/** Who is signed in, what waits for them, and where one can go from here. */
export default async function HomePage() {
  const { actor, twoFactorEnabled } = await requireSession();
  const [sections, switchedOff] = await Promise.all([sectionChoices(), hooksSwitchedOff(actor)]);
  const waiting = await waitingLists(actor, sections);
  const rooms = navigation.filter(({ href, rights }) => href !== '/desk' && (rights === null || may(actor, rights).ok));
  return (
    <>
      <header className="page-title">
        <h1>{actor.name}，您好</h1>
        <span className="meta">{dayLabel(dayOf(new Date()))}</span>
        <p>
          {roleNames[actor.role]} · {sectionsInWords(actor.sectionIds, sections, desk.people.allSections)}
        </p>
      </header>
      {!twoFactorEnabled && (
        <div className="notice">
          <p>
            您的账号还只有密码保护。
            <Link className="text-link" href="/desk/account">
              开启两步验证
            </Link>
            只要一分钟。
          </p>
        </div>
      )}
      {switchedOff.map(({ id, name }) => (
        <div key={id} className="notice bad">
          <p>
            外发通知“{name}”已自动停用。
            <Link className="text-link" href={`/desk/webhooks/${id}`}>
              看原因
            </Link>
          </p>
        </div>
      ))}
      {waiting.map((each) => (
        <ShortList key={each.list} {...each} />
      ))}
      <ul className="rooms">
        {rooms.map(({ href, label, about }) => (
          <li key={href}>
            <Link href={href} prefetch={false}>
              <strong>{label}</strong>
              <span>{about}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
