import { CorrectionsList } from '#components/article/corrections-list.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

const { title, description, lead, report } = storyStrings.correctionsPage;

export const metadata = pageMeta({ title, description, path: '/corrections' });

/** 更正与撤稿: what was set right, and what was taken down, with the reason. */
export default async function CorrectionsPage() {
  const entries = await content.corrections();
  return (
    <div className="page">
      <Breadcrumb trail={[]} current={title} />
      <div className="index-page">
        <header>
          <h1>{title}</h1>
          <p className="about">{lead}</p>
          <p className="about">
            {report}
            <a href={`mailto:${site.report.email}`}>{site.report.email}</a>
          </p>
        </header>
        <CorrectionsList entries={entries} />
      </div>
    </div>
  );
}
