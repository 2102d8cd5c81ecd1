import { z } from 'zod';
import { StartError } from '#db/embedded.ts';
import { websubHub } from '#lib/feeds/hub.ts';
import { type SiteConfig, site } from '#site.config.ts';
import type { Channel } from './channel.ts';
import { baidu } from './channels/baidu.ts';
import { cloudflare } from './channels/cloudflare.ts';
import { edge } from './channels/edge.ts';
import { fastly } from './channels/fastly.ts';
import { indexNow } from './channels/indexnow.ts';
import { webhook } from './channels/webhook.ts';
import { webSub } from './channels/websub.ts';

type Environment = Record<string, string | undefined>;

const address = z
  .url({ protocol: /^https?$/, error: '须是以 http:// 或 https:// 开头的地址' })
  .transform((url) => url.replace(/\/+$/, ''));
const word = z.string().regex(/^[!-~]+$/, '须是不含空格的 ASCII 文字');
const secret = z.string().min(16, '太短，至少要 16 个字符(例如 openssl rand -hex 32)');
const indexNowKey = z
  .string()
  .regex(/^[A-Za-z0-9-]{8,128}$/, '须是 8 到 128 个字母、数字或连字符(例如 openssl rand -hex 16)');
const onOff = z.enum(['on', 'off'], { error: '须是 on 或 off' });

const shape = z
  .object({
    SURROGATE_KEYS: onOff.default('off'),
    CDN_SECONDS: z
      .string()
      .regex(/^[1-9]\d{0,5}$/, '须是 1 到 999999 的整数')
      .optional(),
    FASTLY_SERVICE_ID: word.optional(),
    FASTLY_API_TOKEN: word.optional(),
    FASTLY_API_URL: address.default('https://api.fastly.com'),
    CLOUDFLARE_ZONE_ID: word.optional(),
    CLOUDFLARE_API_TOKEN: word.optional(),
    CLOUDFLARE_API_URL: address.default('https://api.cloudflare.com/client/v4'),
    CLOUDFLARE_PURGE_SOFT: onOff.default('off'),
    PURGE_WEBHOOK_URL: address.optional(),
    PURGE_WEBHOOK_SECRET: secret.optional(),
    EDGE_URL: z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(address))
      .optional(),
    EDGE_HOST: word.default(new URL(site.origin).host),
    INDEXNOW_KEY: indexNowKey.optional(),
    INDEXNOW_URL: address.default('https://api.indexnow.org/indexnow'),
    BAIDU_PUSH_SITE: word.optional(),
    BAIDU_PUSH_TOKEN: word.optional(),
    BAIDU_PUSH_URL: address.default('http://data.zz.baidu.com/urls'),
    WEBSUB_HUB: address.optional(),
  })
  .superRefine((settings, context) => {
    const need = (given: keyof typeof settings, wanted: keyof typeof settings, why: string) => {
      const missing = settings[wanted] === undefined || (wanted === 'SURROGATE_KEYS' && settings[wanted] === 'off');
      if (settings[given] !== undefined && missing)
        context.addIssue({ code: 'custom', path: [wanted], message: `设置了 ${given}，也须设置它${why}` });
    };
    need('FASTLY_SERVICE_ID', 'FASTLY_API_TOKEN', '');
    need('FASTLY_API_TOKEN', 'FASTLY_SERVICE_ID', '');
    need('FASTLY_SERVICE_ID', 'SURROGATE_KEYS', '为 on，否则 CDN 不知道哪个页面带哪些标记');
    need('CLOUDFLARE_ZONE_ID', 'CLOUDFLARE_API_TOKEN', '');
    need('CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_ZONE_ID', '');
    need('CLOUDFLARE_ZONE_ID', 'SURROGATE_KEYS', '为 on，否则 CDN 不知道哪个页面带哪些标记');
    need('PURGE_WEBHOOK_URL', 'PURGE_WEBHOOK_SECRET', '');
    need('PURGE_WEBHOOK_SECRET', 'PURGE_WEBHOOK_URL', '');
    need('BAIDU_PUSH_SITE', 'BAIDU_PUSH_TOKEN', '');
    need('BAIDU_PUSH_TOKEN', 'BAIDU_PUSH_SITE', '，写法与百度搜索资源平台里的站点一致');
  });

/**
 * The channels that the environment configures (docs/cdn.md, docs/pushing.md). An empty variable counts as none.
 * Search engines and hubs are told nothing of a site that they cannot or must not visit; where that leaves a channel out, the log
 * says so.
 * @throws {StartError} where a variable is wrong or missing.
 */
export function channelsFrom(
  environment: Environment,
  { origin, staging }: Pick<SiteConfig, 'origin' | 'staging'> = site,
): Channel[] {
  const set = settingsFrom(environment);
  const channels: (Channel | false | undefined | null | '')[] = [
    set.FASTLY_SERVICE_ID &&
      set.FASTLY_API_TOKEN &&
      fastly({ api: set.FASTLY_API_URL, service: set.FASTLY_SERVICE_ID, token: set.FASTLY_API_TOKEN }),
    set.CLOUDFLARE_ZONE_ID &&
      set.CLOUDFLARE_API_TOKEN &&
      cloudflare({
        api: set.CLOUDFLARE_API_URL,
        zone: set.CLOUDFLARE_ZONE_ID,
        token: set.CLOUDFLARE_API_TOKEN,
        soft: set.CLOUDFLARE_PURGE_SOFT === 'on',
      }),
    set.PURGE_WEBHOOK_URL &&
      set.PURGE_WEBHOOK_SECRET &&
      webhook({ url: set.PURGE_WEBHOOK_URL, secret: set.PURGE_WEBHOOK_SECRET }),
    set.EDGE_URL && edge({ urls: set.EDGE_URL, host: set.EDGE_HOST }),
  ];
  const hub = set.WEBSUB_HUB && websubHub();
  const telling = [
    set.INDEXNOW_KEY && indexNow({ url: set.INDEXNOW_URL, key: set.INDEXNOW_KEY, origin }),
    set.BAIDU_PUSH_SITE &&
      set.BAIDU_PUSH_TOKEN &&
      baidu({ url: set.BAIDU_PUSH_URL, site: set.BAIDU_PUSH_SITE, token: set.BAIDU_PUSH_TOKEN, origin }),
    hub && webSub({ hub, origin }),
  ].filter((channel) => !!channel);
  if (telling.length > 0) {
    if (set.BAIDU_PUSH_SITE && !belongsTo(origin, set.BAIDU_PUSH_SITE))
      throw new StartError(`环境变量 BAIDU_PUSH_SITE 不对：${origin} 的网页不属于站点 ${set.BAIDU_PUSH_SITE}。`);
    const silent = staging
      ? '这是试用站(SITE_STAGING=on)'
      : isPublic(origin)
        ? null
        : `网站地址 ${origin} 不是公网地址(SITE_ORIGIN)`;
    if (silent === null) channels.push(...telling);
    else console.log(`${silent}，不向 ${telling.map(({ name }) => name).join('、')} 推送。`);
  }
  return channels.filter((channel) => !!channel);
}

/** The key that IndexNow finds at `/{key}.txt`; null where none is configured. @throws {StartError} where it is none. */
export function indexNowKeyFrom(environment: Environment): string | null {
  return settingsFrom(environment).INDEXNOW_KEY ?? null;
}

/** Our own edges, and the name under which readers ask them; none where none is configured. @throws {StartError} */
export function edgesFrom(environment: Environment): { url: string; host: string }[] {
  const { EDGE_URL, EDGE_HOST } = settingsFrom(environment);
  return (EDGE_URL ?? []).map((url) => ({ url, host: EDGE_HOST }));
}

function settingsFrom(environment: Environment): z.infer<typeof shape> {
  const given = Object.fromEntries(
    Object.keys(shape.shape).flatMap((name) => (environment[name]?.trim() ? [[name, environment[name].trim()]] : [])),
  );
  const checked = shape.safeParse(given);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new StartError(`环境变量 ${String(issue?.path[0])} 不对：${issue?.message}。`);
}

/** Whether a site of the console, given as a host or as an origin, has these pages: its own host, or one below it. */
function belongsTo(origin: string, registered: string): boolean {
  const host = registered
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '')
    .toLowerCase();
  const { hostname } = new URL(origin);
  return hostname === host || hostname.endsWith(`.${host}`);
}

/** Names that are reserved for machines in the house and for examples (RFC 2606, RFC 6761), and addresses in place of names. */
const notPublic = /^(?:[^.]+|.*\.(?:localhost|local|internal|lan|home\.arpa|test|invalid|example)|[\d.]+|\[.*\])$/;

function isPublic(origin: string): boolean {
  return !notPublic.test(new URL(origin).hostname);
}
