import { z } from 'zod';
import { StartError } from '#db/embedded.ts';
import { site } from '#site.config.ts';
import type { Channel } from './channel.ts';
import { cloudflare } from './channels/cloudflare.ts';
import { edge } from './channels/edge.ts';
import { fastly } from './channels/fastly.ts';
import { webhook } from './channels/webhook.ts';

type Environment = Record<string, string | undefined>;

const address = z
  .url({ protocol: /^https?$/, error: '须是以 http:// 或 https:// 开头的地址' })
  .transform((url) => url.replace(/\/+$/, ''));
const word = z.string().regex(/^[!-~]+$/, '须是不含空格的 ASCII 文字');
const secret = z.string().min(16, '太短，至少要 16 个字符(例如 openssl rand -hex 32)');
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
  });

/**
 * The channels that the environment configures (docs/cdn.md). An empty variable counts as none.
 * @throws {StartError} where a variable is wrong or missing.
 */
export function channelsFrom(environment: Environment): Channel[] {
  const given = Object.fromEntries(
    Object.keys(shape.shape).flatMap((name) => (environment[name]?.trim() ? [[name, environment[name].trim()]] : [])),
  );
  const checked = shape.safeParse(given);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new StartError(`环境变量 ${String(issue?.path[0])} 不对：${issue?.message}。`);
  }
  const set = checked.data;
  const channels: (Channel | false | undefined | '')[] = [
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
  return channels.filter((channel) => typeof channel === 'object');
}
