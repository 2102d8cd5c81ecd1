import { site } from '#site.config.ts';

/** A thing that the environment decides: on or off, or as it is where it is no secret. */
export type EnvironmentFact = { label: string; value: string | boolean };

const switches: [label: string, ...names: string[]][] = [
  ['Fastly 清缓存', 'FASTLY_SERVICE_ID'],
  ['Cloudflare 清缓存', 'CLOUDFLARE_ZONE_ID'],
  ['自有缓存（nginx）', 'EDGE_URL'],
  ['其他缓存的清除通知', 'PURGE_WEBHOOK_URL'],
  ['IndexNow 推送', 'INDEXNOW_KEY'],
  ['百度推送', 'BAIDU_PUSH_SITE'],
  ['WebSub 推送', 'WEBSUB_HUB'],
  ['媒体存在 S3', 'MEDIA_S3_ENDPOINT'],
  ['页面存在 Redis 或 Valkey', 'CACHE_URL'],
  ['只读数据库', 'DATABASE_REPLICA_URLS'],
  ['/api/revalidate 的环境密钥', 'REVALIDATE_TOKEN', 'REVALIDATE_SECRET'],
  ['外发通知可达的内网主机', 'WEBHOOK_PRIVATE_HOSTS'],
];

/** What is configured by the environment of this instance, without a secret and without an address that could hold one. */
export function environmentFacts(environment: Record<string, string | undefined> = process.env): EnvironmentFact[] {
  return [
    { label: '网站地址', value: site.origin },
    { label: '试用站（不让搜索引擎收录）', value: site.staging },
    ...switches.map(([label, ...names]) => ({
      label,
      value: names.some((name) => Boolean(environment[name]?.trim())),
    })),
  ];
}
