import { CorrectionsList } from '#components/article/corrections-list.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { standingGraph } from '#lib/seo/lists.ts';

const { title, description, lead, report } = storyStrings.correctionsPage;

export const metadata = pageMeta({ title, description, path: '/corrections' });

/** 更正与撤稿: what was set right, and what was taken down, with the reason. */
export default async function CorrectionsPage() {
  const [entries, { email }] = await Promise.all([content.corrections(), content.contact()]);
  return (
    <div className="page">
      <JsonLd nodes={standingGraph({ href: '/corrections', name: title, description, here: title })} />
      <Breadcrumb trail={[]} current={title} />
      <div className="index-page">
        <header>
          <h1>{title}</h1>
          <p className="about">{lead}</p>
          <p className="about">
            {report}
            <a href={`mailto:${email}`}>{email}</a>
          </p>
        </header>
        <CorrectionsList entries={entries} />
      </div>
    </div>
  );
}
