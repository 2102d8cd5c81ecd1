import { Icon } from '#components/ui/icon.tsx';
import type { Article } from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { QrCode } from './qr.tsx';
import { storyStrings } from './strings.ts';

const text = storyStrings.tools;

/**
 * 字号, 朗读, 分享, 打印, 纠错. What needs the script is hidden until the script has it; printing, the QR code and
 * the correction mail need none.
 */
export function StoryTools({ article, mail }: { article: Article; mail: string }) {
  const url = site.origin + article.href;
  return (
    <section className="story-tools" aria-label={text.label}>
      <ws-font-size>
        <button type="button" data-step="-1" aria-label={`${text.fontSize}−，${text.smaller}`} hidden>
          {text.fontSize}−
        </button>
        <button type="button" data-step="+1" aria-label={`${text.fontSize}+，${text.larger}`} hidden>
          {text.fontSize}+
        </button>
      </ws-font-size>
      <ws-read-aloud for="story-body">
        <button type="button" data-do="toggle" hidden>
          <Icon name="speaker" />
          {text.readAloud}
        </button>
        <button type="button" data-do="stop" hidden>
          {text.stopReading}
        </button>
      </ws-read-aloud>
      <ws-share data-url={url} data-title={article.title}>
        <button type="button" data-do="native" hidden>
          <Icon name="share" />
          {text.share}
        </button>
        <button type="button" data-do="copy" hidden>
          <Icon name="link" />
          {text.copy}
          <span>{text.copyWhat}</span>
        </button>
        <details>
          <summary>
            <Icon name="qr" />
            {text.wechat}
            <span>{text.wechatHow}</span>
          </summary>
          <div className="qr-card">
            <QrCode data={url} label={text.qr} />
            <p>{text.wechatHint}</p>
          </div>
        </details>
      </ws-share>
      <a href={`${article.href}/print`} rel="nofollow">
        <Icon name="print" />
        {text.print}
      </a>
      <a href={reportAddress(article, url, mail)}>
        <Icon name="report" />
        {text.report}
      </a>
    </section>
  );
}

/**
 * RFC 6068: a mail begun for the reader, which says of which story it speaks. A title is nine characters a letter in such an
 * address, some 200 bytes of a page that gzip cannot take back.
 */
function reportAddress(article: Article, url: string, mail: string): string {
  const subject = encodeURIComponent(text.reportSubject(article.id));
  return `mailto:${mail}?subject=${subject}&body=${encodeURIComponent(`${url}\n\n`)}`;
}
