/**
 * Tells the site that a story was read: its number and the kind of visit, to our own origin, once a page view and only when the page
 * is seen. No cookie, nothing stored, no address of where the reader came from; who asks not to be tracked is not counted.
 */
const address = '/api/read';
const search = /(^|\.)(baidu|sogou|so|sm|bing|google|toutiao|quark|yandex|duckduckgo|yahoo|chinaso|ecosia)\.[a-z.]+$/;
const social =
  /(^|\.)(weixin|qzone|(mp|tim)\.qq|weibo|douyin|iesdouyin|kuaishou|xiaohongshu|xhslink|zhihu|tieba\.baidu|bilibili|douban|feishu|dingtalk|facebook|twitter|linkedin|reddit|telegram|instagram)\.[a-z.]+$|^(t\.co|t\.cn|x\.com|b23\.tv|[lm]\.qq\.com)$|(^|\.)weixin\.qq\.com$/;
const apps = /MicroMessenger|Weibo|\bQQ\/|aweme|NewsArticle|DingTalk|Lark|xhsdiscover|Kwai/i;

export type Visit = 'direct' | 'internal' | 'search' | 'social' | 'other';

/** Where a visit comes from. Apps that show pages themselves seldom say, but tell their names. */
export function visitOf(referrer: string, here: string, userAgent: string): Visit {
  let host = '';
  try {
    host = new URL(referrer).hostname;
  } catch {
    // None, or none that can be read.
  }
  if (host === here) return 'internal';
  // Of two that are one company's, the narrower name is asked for first.
  if (social.test(host)) return 'social';
  if (search.test(host)) return 'search';
  if (apps.test(userAgent)) return 'social';
  return host ? 'other' : 'direct';
}

type Asking = Navigator & { globalPrivacyControl?: boolean };

/** Do Not Track and Global Privacy Control. */
function asksNotTo(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Asking;
  const older = (window as Window & { doNotTrack?: string }).doNotTrack;
  return doNotTrack === '1' || older === '1' || globalPrivacyControl === true;
}

export function countRead(): void {
  const [, story] = /^\/(?:hant\/)?article\/([1-9]\d*)$/.exec(location.pathname) ?? [];
  // A page that says that the story is gone has the address of the story.
  if (!story || !document.getElementById('story-body') || asksNotTo() || !navigator.sendBeacon) return;
  const visit = visitOf(document.referrer, location.hostname, navigator.userAgent);
  let told = false;
  const tell = () => {
    // A page that is drawn ahead is hidden and prerendering until somebody goes there.
    if (told || document.hidden || (document as Document & { prerendering?: boolean }).prerendering) return;
    told = true;
    navigator.sendBeacon(address, new URLSearchParams({ story, visit }));
  };
  for (const event of ['prerenderingchange', 'visibilitychange']) document.addEventListener(event, tell);
  tell();
}
