import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Problem, problem } from '#lib/http/problem.ts';
import { secure } from '#lib/server/headers.ts';
import { documentPattern } from '#lib/server/routes.ts';
import { site } from '#site.config.ts';
import { StartError } from '../db/embedded.ts';
import { dataDir, main } from '../scripts/environment.ts';

export type Tls = {
  certificate: string;
  key: string;
  /** Where plain HTTP is heard: it answers challenges of the certificate authority and sends everyone else to https. */
  redirectFrom: string[];
  /** Folder of the challenges (ACME, RFC 8555, 8.3): `{folder}/.well-known/acme-challenge/…`. */
  challenges: string;
};

export type NginxOptions = {
  /** `host:port` of each instance. */
  instances: string[];
  /** As nginx's `listen` takes it: `8080`, `127.0.0.1:8080`, `[::]:8080`. */
  listen: string[];
  /** Names of the site; the first is the one that pages are kept under. */
  names: string[];
  /** nginx's own folder: pid, cache, temporary files. */
  folder: string;
  /** `DATA_DIR` of the instances: media lie in `media/`. */
  dataDir: string;
  /** Where `deploy/assets.ts` puts the files of the builds. */
  assets: string;
  /** User of the workers, and its group where that has another name, where nginx is started by root. */
  user: string | null;
  tls: Tls | null;
  /** Proxies in front of nginx, as addresses or networks, whose X-Forwarded-For is believed. */
  trusted: string[];
  /** Whose requests are not limited. */
  unlimited: string[];
  /** Who may use `X-Edge-Refresh`. */
  operators: string[];
  accessLog: string;
  errorLog: string;
  /** Files and connections that a worker may have open; an answer may take two. */
  openFiles: number;
  /** Bound of the kept pages on disk. */
  cacheSize: string;
  /** Largest upload of the desk. */
  uploadSize: string;
  limits: Limits;
  /** Whether a CDN in front needs what instances say to it (docs/cdn.md); else it is for nobody. */
  surrogateKeys: boolean;
  /** Path of `ngx_http_brotli_static_module.so`, where there is one. */
  brotliModule: string | null;
  /** Of nginx, as `nginx -v` says it. */
  version: string;
};

/** Per address. A campus or a mobile network may be one address: what costs nothing is allowed often. */
export type Limits = {
  /** Pages a second, and how many more at once. */
  pageRate: number;
  pageBurst: number;
  /** The same for `/api`. */
  machineRate: number;
  machineBurst: number;
  /** The same for the desk: a newsroom is one address, and everybody who writes saves every two seconds. */
  deskRate: number;
  deskBurst: number;
  /** Requests under way; HTTP/2 counts each stream. */
  connections: number;
  /** Live streams. */
  streams: number;
};

export const usualLimits: Limits = {
  pageRate: 50,
  pageBurst: 200,
  machineRate: 20,
  machineBurst: 60,
  deskRate: 200,
  deskBurst: 400,
  connections: 300,
  streams: 100,
};

const loopback = ['127.0.0.0/8', '::1'];

/** What holds where nothing else is said, for instances and nginx on one machine. */
export function usualOptions(folder: string): NginxOptions {
  return {
    instances: ['127.0.0.1:3001', '127.0.0.1:3002'],
    listen: ['80', '[::]:80'],
    names: [new URL(site.origin).hostname, 'localhost', '127.0.0.1'],
    folder: path.join(folder, 'nginx'),
    dataDir: folder,
    assets: path.join(folder, 'assets'),
    user: null,
    tls: null,
    trusted: [],
    unlimited: loopback,
    operators: loopback,
    accessLog: path.join(folder, 'nginx/access.log'),
    errorLog: path.join(folder, 'nginx/error.log'),
    openFiles: 65_536,
    cacheSize: '1g',
    uploadSize: '256m',
    limits: usualLimits,
    surrogateKeys: false,
    brotliModule: null,
    version: '1.22.1',
  };
}

/** A whole `nginx.conf`. @throws {StartError} for a value that would break it. */
export function nginxConfiguration(options: NginxOptions): string {
  refuse(options);
  const { tls, version, limits } = options;
  const indented = (depth: number, lines: readonly string[]) =>
    lines.map((line) => ' '.repeat(depth) + line).join('\n');
  const addresses = (all: readonly string[]) =>
    indented(
      4,
      all.map((address) => `${address} 1;`),
    );
  const oldHttp2 = !atLeast(version, [1, 25, 1]);
  const listen = (all: readonly string[], more = '') => all.map((address) => `listen ${address}${more};`);
  const secured = tls ? (oldHttp2 ? ' ssl http2' : ' ssl') : '';
  const hsts = tls ? [`add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;`] : [];
  const own = securityHeaders().map(([name, value]) => `add_header ${name} ${quoted(value)} always;`);
  const files = (cacheControl: string) => [
    'charset utf-8;',
    'charset_types text/css text/javascript text/plain text/vtt text/xml application/json application/manifest+json;',
    `add_header Cache-Control ${quoted(cacheControl)};`,
    ...own,
    ...hsts,
  ];
  // Where something is hidden in a place of its own, what is hidden elsewhere must be said again there.
  const hidden = [
    ...(options.surrogateKeys ? [] : ['Surrogate-Key', 'Cache-Tag', 'Surrogate-Control', 'CDN-Cache-Control']),
    // Where nginx speaks TLS, it is nginx that promises it.
    ...(tls ? ['Strict-Transport-Security'] : []),
    'X-Edge',
    'X-Powered-By',
  ];
  const hide = (names: readonly string[]) => names.map((name) => `proxy_hide_header ${name};`);
  // On its own machine an instance that is gone refuses at once: there is nothing to remember. Another machine that is gone says nothing.
  const server = (instance: string) =>
    /^(127\.|localhost:|\[::1\]:|unix:)/.test(instance)
      ? `server ${instance} max_fails=0;`
      : `server ${instance} max_fails=10 fail_timeout=3s;`;

  const values: Record<string, string> = {
    modules: options.brotliModule ? `load_module ${quoted(options.brotliModule)};` : '',
    user: options.user ? `user ${options.user};` : '',
    folder: options.folder,
    errorLog: options.errorLog,
    accessLog:
      options.accessLog === 'off' || options.accessLog.startsWith('/dev/')
        ? `${options.accessLog}${options.accessLog === 'off' ? '' : ' edge'}`
        : `${options.accessLog} edge buffer=64k flush=5s`,
    trusted: indented(
      2,
      options.trusted.map((address) => `set_real_ip_from ${address};`),
    ),
    trustedGeo: addresses(options.trusted),
    unlimited: addresses(options.unlimited),
    operators: addresses(options.operators),
    pageRate: String(limits.pageRate),
    pageBurst: String(limits.pageBurst),
    machineRate: String(limits.machineRate),
    machineBurst: String(limits.machineBurst),
    deskRate: String(limits.deskRate),
    deskBurst: String(limits.deskBurst),
    connections: String(limits.connections),
    streams: String(limits.streams),
    openFiles: String(options.openFiles),
    connectionsOfWorker: String(Math.floor(options.openFiles / 4)),
    cacheSize: options.cacheSize,
    uploadSize: options.uploadSize,
    instances: indented(4, options.instances.map(server)),
    hide: indented(2, hide(hidden)),
    hideCookies: indented(6, hide([...hidden, 'Set-Cookie'])),
    otherListen: indented(4, listen(options.listen, `${secured} default_server`)),
    otherTls: tls ? indented(4, ['ssl_reject_handshake on;']) : '',
    redirectServer: tls ? redirectServer(options, tls) : '',
    listen: indented(4, [...listen(options.listen, secured), ...(tls && !oldHttp2 ? ['http2 on;'] : [])]),
    names: options.names.join(' '),
    tls: tls ? indented(4, [...tlsSettings(tls), ...hsts]) : '',
    hsts: indented(6, hsts),
    assets: options.assets,
    dataDir: options.dataDir,
    documents: documentPattern.source,
    immutable: indented(6, files('public, max-age=31536000, immutable')),
    files: indented(6, files('public, max-age=3600')),
    precompressed: indented(6, [
      'gzip_static on;',
      'gzip_vary on;',
      ...(options.brotliModule ? ['brotli_static on;'] : []),
    ]),
    errors: errorAnswers([...own, ...hsts]),
    unreadable: errorAnswers(
      own,
      errorPages.filter(({ status }) => status === 400 || status === 414),
      [],
    ),
  };
  const template = readFileSync(path.join(import.meta.dirname, 'nginx/nginx.conf'), 'utf8');
  return template
    .slice(template.indexOf('\n\n') + 2)
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`nginx.conf asks for ${name}, which nobody gives.`);
      return value;
    })
    .replace(/\n[ \t]*(?=\n[ \t]*\n)/g, '')
    .trimStart()
    .replace(
      /^/,
      '# Written by `npm run deploy:nginx` from deploy/nginx/nginx.conf: change that one, or the options.\n',
    );
}

/** The headers that the application sends with every answer (`lib/server/headers.ts`), but for the promise of TLS. */
export function securityHeaders(): [name: string, value: string][] {
  const headers: [string, string][] = [];
  const recorder = {
    setHeader(name: string, value: string) {
      if (name !== 'Strict-Transport-Security') headers.push([name, value]);
    },
  };
  secure(recorder as unknown as ServerResponse);
  return headers;
}

function tlsSettings({ certificate, key }: Tls): string[] {
  // Mozilla's "intermediate" (guidelines 5.7): every browser of the last ten years.
  return [
    `ssl_certificate ${certificate};`,
    `ssl_certificate_key ${key};`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    'ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;',
    'ssl_prefer_server_ciphers off;',
    'ssl_ecdh_curve X25519:prime256v1:secp384r1;',
    'ssl_session_cache shared:tls:10m;',
    'ssl_session_timeout 1d;',
    'ssl_session_tickets off;',
    // Small records first: the head of a page is readable before its end has come.
    'ssl_buffer_size 4k;',
  ];
}

function redirectServer({ names }: NginxOptions, { redirectFrom, challenges }: Tls): string {
  return `  server {
${redirectFrom.map((address) => `    listen ${address} default_server;`).join('\n')}
    server_name "";
    location / {
      default_type "text/plain; charset=utf-8";
      return 421 "这台服务器上没有您要找的网站。\\n";
    }
    location = /edge/health {
      access_log off;
      return 200 "ok\\n";
    }
  }
  server {
${redirectFrom.map((address) => `    listen ${address};`).join('\n')}
    server_name ${names.join(' ')};
    location ^~ /.well-known/acme-challenge/ {
      root ${challenges};
      default_type text/plain;
      try_files $uri =404;
    }
    location / {
      return 301 https://$host$request_uri;
    }
  }`;
}

type ErrorAnswer = { name: string; status: number; title: string; text: string; headers?: string[] };

const errorPages: ErrorAnswer[] = [
  { name: '/edge/bad-request', status: 400, title: '请求有误', text: '浏览器发来的内容看不懂，请检查网址后再试。' },
  {
    name: 'wrong-method',
    status: 405,
    title: '方法不被接受',
    text: '这个地址只接受 GET 和 HEAD。',
    headers: ['Allow "GET, HEAD"'],
  },
  { name: 'too-large', status: 413, title: '内容太大', text: '发来的内容超过了允许的大小，没有收下。请缩小后再试。' },
  { name: '/edge/too-long', status: 414, title: '网址太长', text: '这个网址太长，请检查后再试。' },
  {
    name: 'too-many',
    status: 429,
    title: '访问太快了',
    text: '来自您这个网络的请求太多，请稍等几秒再试。',
    headers: ['Retry-After 2'],
  },
  {
    name: 'unavailable',
    status: 503,
    title: '这个页面暂时打不开',
    text: '服务器正在恢复，请过一分钟再试。已经打开过的页面不受影响。',
    headers: ['Retry-After 30'],
  },
];

type ProgramAnswer = { name: string; problem: Problem; retryAfter?: number };

const programAnswers: ProgramAnswer[] = [
  { name: 'too-large-machines', problem: problem('too-large', '请求体超过了允许的大小。') },
  {
    name: 'too-many-machines',
    problem: problem('too-many-requests', '来自这个地址的请求太多，请稍后再试。'),
    retryAfter: 2,
  },
  { name: 'unavailable-machines', problem: problem('unavailable', '没有实例应答，请稍后再试。'), retryAfter: 5 },
];

/** Answers that nginx gives itself: a page for readers, a problem document (RFC 9457) for programs. */
function errorAnswers(common: readonly string[], pages = errorPages, programs = programAnswers): string {
  const block = (name: string, type: string, status: number, headers: readonly string[], body: string) =>
    [
      ...place(name),
      `      default_type ${quoted(type)};`,
      '      add_header Cache-Control no-store always;',
      ...headers.map((header) => `      add_header ${header} always;`),
      ...common.map((line) => `      ${line}`),
      `      return ${status} '${body}';`,
      '    }',
    ].join('\n');
  // What has no readable address cannot be sent to a named location.
  function place(name: string): string[] {
    return name.startsWith('/') ? [`    location = ${name} {`, '      internal;'] : [`    location @${name} {`];
  }
  const forReaders = pages.map(({ name, status, title, text, headers = [] }) =>
    block(
      name,
      'text/html; charset=utf-8',
      status,
      headers,
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>` +
        `<body><h1>${title}</h1><p>${text}</p><p><a href="/">回首页</a></p></body></html>`,
    ),
  );
  const forPrograms = programs.map(({ name, problem: what, retryAfter }) =>
    block(
      name,
      'application/problem+json',
      what.status,
      retryAfter ? [`Retry-After ${retryAfter}`] : [],
      JSON.stringify(what),
    ),
  );
  return [...forReaders, ...forPrograms].join('\n');
}

function quoted(value: string): string {
  if (/["\\$\n]/.test(value)) throw new StartError(`nginx 的配置里不能写 ${value}。`);
  return `"${value}"`;
}

/** What is put into the file unquoted may not end a directive or begin another. */
function refuse({ instances, listen, names, tls, ...options }: NginxOptions): void {
  const words = [
    ...instances,
    ...listen,
    ...names,
    ...options.trusted,
    ...options.unlimited,
    ...options.operators,
    ...(tls ? [tls.certificate, tls.key, tls.challenges, ...tls.redirectFrom] : []),
    options.folder,
    options.dataDir,
    options.assets,
    ...(options.user?.split(' ') ?? []),
    options.accessLog,
    options.errorLog,
    options.cacheSize,
    options.uploadSize,
  ];
  const wrong = words.find((word) => /[\s;{}"'\\$#]/.test(word));
  if (wrong !== undefined) throw new StartError(`nginx 的配置里不能写 ${wrong}：不能有空格、引号、分号、$ 或花括号。`);
  if (instances.length === 0) throw new StartError('至少要有一个实例。');
  if (names.length === 0) throw new StartError('至少要有一个网站域名。');
}

function atLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [n, least] of wanted.entries()) {
    const part = parts[n] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

const usage = `用法: npm run deploy:nginx -- [选项]   把完整的 nginx 配置打印出来(--out 文件:写到文件)
  --instances 地址,…      实例，默认 127.0.0.1:3001,127.0.0.1:3002
  --listen 端口,…         监听，默认 80,[::]:80;有证书时默认 443,[::]:443
  --name 域名,…           网站域名，默认取自 SITE_ORIGIN 或 site.config.ts
  --folder 目录           nginx 自己的目录(pid、缓存、临时文件),默认 DATA_DIR/nginx
  --assets 目录           各次构建的静态文件，默认 DATA_DIR/assets
  --user 用户             以 root 启动时工作进程的用户，例如 www-data
  --certificate 文件 --key 文件      TLS 证书与私钥：打开 HTTPS、HTTP/2、HSTS,并把 80 端口跳转过来
  --challenges 目录       ACME 验证文件的目录，默认 DATA_DIR/acme
  --trusted 网段,…        前面的负载均衡或 CDN,只相信它们的 X-Forwarded-For
  --operators 网段,…      可以用 X-Edge-Refresh 让页面重取的地址，默认本机
  --unlimited 网段,…      不限流的地址，默认本机
  --access-log 文件|off   --error-log 文件   --cache-size 1g   --upload-size 256m
  --surrogate-keys        前面有 CDN 时保留说给它听的头(docs/cdn.md)
  --brotli 文件           ngx_http_brotli_static_module.so 的路径
  --nginx-version 版本    默认 1.22.1`;

if (import.meta.main) {
  await main(async () => {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        instances: text,
        listen: text,
        name: text,
        folder: text,
        assets: text,
        user: text,
        certificate: text,
        key: text,
        challenges: text,
        trusted: text,
        operators: text,
        unlimited: text,
        'access-log': text,
        'error-log': text,
        'cache-size': text,
        'upload-size': text,
        'surrogate-keys': { type: 'boolean' },
        brotli: text,
        'nginx-version': text,
        out: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return console.log(usage);
    if ((values.certificate === undefined) !== (values.key === undefined)) {
      throw new StartError('--certificate 与 --key 要一起给。');
    }
    const usual = usualOptions(dataDir);
    const list = (value: string | undefined, otherwise: string[]) => value?.split(',').filter(Boolean) ?? otherwise;
    const folder = values.folder ?? usual.folder;
    const tls =
      values.certificate && values.key
        ? {
            certificate: values.certificate,
            key: values.key,
            redirectFrom: ['80', '[::]:80'],
            challenges: values.challenges ?? path.join(dataDir, 'acme'),
          }
        : null;
    const written = nginxConfiguration({
      ...usual,
      instances: list(values.instances, usual.instances),
      listen: list(values.listen, tls ? ['443', '[::]:443'] : usual.listen),
      names: list(values.name, tls ? [new URL(site.origin).hostname] : usual.names),
      folder,
      assets: values.assets ?? usual.assets,
      user: values.user ?? null,
      tls,
      trusted: list(values.trusted, usual.trusted),
      operators: list(values.operators, usual.operators),
      unlimited: list(values.unlimited, usual.unlimited),
      accessLog: values['access-log'] ?? path.join(folder, 'access.log'),
      errorLog: values['error-log'] ?? path.join(folder, 'error.log'),
      cacheSize: values['cache-size'] ?? usual.cacheSize,
      uploadSize: values['upload-size'] ?? usual.uploadSize,
      surrogateKeys: values['surrogate-keys'] ?? false,
      brotliModule: values.brotli ?? null,
      version: values['nginx-version'] ?? usual.version,
    });
    if (!values.out) return console.log(written);
    // nginx makes the last folder of a path itself, not those above it.
    await mkdir(path.join(folder, 'temp'), { recursive: true });
    await mkdir(path.dirname(values.out), { recursive: true });
    await writeFile(values.out, written);
    console.log(`✓ ${values.out}`);
  });
}
