import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import {
  CheckSettings,
  ContactSettings,
  CrawlerSettings,
  EnvironmentFacts,
  ReviewSettings,
} from '#components/desk/outside/settings.tsx';
import { settingWords as words } from '#components/desk/outside/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { listSettings, type SettingStanding } from '#lib/newsroom/settings.ts';
import { environmentFacts } from '#lib/settings/environment.ts';
import { timeModel } from '#lib/text/time.ts';
import { reset, save } from './actions.ts';

export const metadata: Metadata = { title: words.title };

/** What the newsroom changes without a deploy. */
export default async function SettingsPage() {
  const actor = await requireRight('manage-settings');
  const settings = await listSettings(actor);
  if (!settings) notFound();
  const standing = ({ isSet, version, by, at }: SettingStanding) => ({
    standing: { isSet, version, by, at: at && timeModel(at) },
    save,
    reset,
  });
  const { contact, crawlers, reviews, checks } = settings;
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      <div className="parts">
        <ContactSettings value={contact.value} usual={contact.usual} {...standing(contact)} />
        <CrawlerSettings value={crawlers.value} usual={crawlers.usual} {...standing(crawlers)} />
        <ReviewSettings value={reviews.value} usual={reviews.usual} {...standing(reviews)} />
        <CheckSettings value={checks.value} usual={checks.usual} {...standing(checks)} />
        <EnvironmentFacts facts={environmentFacts()} />
      </div>
    </>
  );
}
