import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const scripts = (
  JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

type Service = {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  networks: string[] | Record<string, { ipv4_address?: string }>;
};
type Compose = {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
};

const { services, volumes, networks } = parse(await readFile(path.join(import.meta.dirname, 'compose.yaml'), 'utf8'), {
  merge: true,
}) as Compose;

describe('the compose file', () => {
  const service = (name: string) => services[name] as Service;
  const addressOf = (name: string) =>
    (service(name).networks as Record<string, { ipv4_address: string }>).inside?.ipv4_address;

  it('has a database, a store, two instances and an edge, and one preparation', () => {
    expect(Object.keys(services).sort()).toEqual(['nginx', 'postgres', 'prepare', 'valkey', 'web-1', 'web-2']);
    for (const name of ['prepare', 'web-1', 'web-2']) {
      const { context, dockerfile } = service(name).build as { context: string; dockerfile: string };
      expect(existsSync(path.resolve(import.meta.dirname, context, dockerfile))).toBe(true);
    }
  });

  it('names only volumes, networks and services that there are', () => {
    for (const [name, { volumes: mounted = [], depends_on: before = {}, networks: joined }] of Object.entries(
      services,
    )) {
      for (const mount of mounted)
        expect([name, Object.keys(volumes)]).toEqual([name, expect.arrayContaining([mount.split(':')[0]])]);
      for (const other of Object.keys(before)) expect([name, services[other] !== undefined]).toEqual([name, true]);
      for (const network of Array.isArray(joined) ? joined : Object.keys(joined))
        expect(Object.keys(networks)).toContain(network);
    }
  });

  it('waits only for those who can say that they are well', () => {
    for (const { depends_on: before = {} } of Object.values(services)) {
      for (const [other, { condition }] of Object.entries(before)) {
        if (condition === 'service_healthy')
          expect([other, service(other).healthcheck !== undefined]).toEqual([other, true]);
      }
    }
  });

  it('calls only commands that there are', () => {
    const said = service('prepare').command?.join(' ') ?? '';
    const called = [...said.matchAll(/npm run (\S+)/g)].map(([, name]) => name as string);
    expect(called).toEqual(['db:migrate', 'deploy:assets', 'deploy:nginx']);
    for (const name of called) {
      const [file] = /\S+\.ts/.exec(scripts[name] ?? '') ?? [];
      expect([name, existsSync(path.join(root, file ?? 'nowhere'))]).toEqual([name, true]);
    }
  });

  it('tells nginx where the instances are, and the instances where nginx is', () => {
    const said = service('prepare').command?.join(' ') ?? '';
    const instances = ['web-1', 'web-2'].map(addressOf);
    expect(new Set(instances).size).toBe(2);
    expect(said).toContain(`--instances ${instances.map((address) => `${address}:3000`).join(',')}`);
    expect(said).toContain(`--operators ${instances.join(',')}`);
    expect(service('web-1').environment?.EDGE_URL).toBe(`http://${addressOf('nginx')}`);
    expect(said).toContain('--out /data/nginx/nginx.conf');
    expect(service('nginx').command).toContain('/data/nginx/nginx.conf');
  });

  it('opens nothing to the world but nginx, and has no password written down', () => {
    for (const [name, { ports }] of Object.entries(services))
      expect([name, ports]).toEqual([name, name === 'nginx' ? ['80:80'] : undefined]);
    expect(service('postgres').environment?.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  it('builds an image that runs as a normal user, with the arguments of npm run serve', async () => {
    const dockerfile = await readFile(path.join(import.meta.dirname, 'Dockerfile'), 'utf8');
    const [, last] = dockerfile.split(/^(?=FROM .*\n(?![\s\S]*^FROM ))/m);
    expect(last).toMatch(/^USER node$/m);
    const [, command] = /^CMD (\[.*\])$/m.exec(last ?? '') ?? [];
    expect(JSON.parse(command ?? '[]').join(' ')).toBe(scripts.serve);
    for (const [, file] of dockerfile.matchAll(/^COPY (?!--)(.*) \.\/$/gm)) {
      for (const one of (file as string).split(' '))
        expect([one, existsSync(path.join(root, one))]).toEqual([one, true]);
    }
  });
});

const folder = path.join(import.meta.dirname, 'systemd');
const units = (await readdir(folder)).filter((file) => /\.(?:service|target)$/.test(file));
const texts = new Map(
  await Promise.all(units.map(async (unit) => [unit, await readFile(path.join(folder, unit), 'utf8')] as const)),
);

describe('the units of systemd', () => {
  it('start files that there are, with the arguments of npm run serve', () => {
    for (const [unit, text] of texts) {
      for (const [, file] of text.matchAll(/^Exec\w+=\S*\/node_modules\/\.bin\/node (?:--\S+ )*(\S+)/gm)) {
        expect([unit, existsSync(path.join(root, file as string))]).toEqual([unit, true]);
      }
    }
    const served = /^ExecStart=\S*\/(node .*)$/m.exec(texts.get('weishui@.service') ?? '')?.[1];
    expect(served).toBe(scripts.serve);
  });

  it('name only each other, and units of Debian', () => {
    const known = new Set([
      'network-online.target',
      'multi-user.target',
      'postgresql.service',
      'valkey-server.service',
      'redis-server.service',
      'nginx.service',
    ]);
    for (const [unit, text] of texts) {
      for (const [, names] of text.matchAll(/^(?:After|Wants|Requires|PartOf|Conflicts|WantedBy)=(.*)$/gm)) {
        for (const name of (names as string).split(' ')) {
          const there = known.has(name) || texts.has(name.replace(/@\d+/, '@'));
          expect([unit, name, there]).toEqual([unit, name, true]);
        }
      }
    }
  });
});
