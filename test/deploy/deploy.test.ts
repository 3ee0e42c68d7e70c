/**
 * The image, the compose file and the Kubernetes example, as far as they can be looked at without running them: what they
 * refer to is there, and what they tell hasim to do it understands.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseCommand } from '../../src/commands/command-parser.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { ROOT } from '../cli/support.ts';

// biome-ignore lint/suspicious/noExplicitAny: what the files hold is what is looked at.
type Tree = any;
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const understood = async (args: string[]) => expect(await parseCommand(args), args.join(' ')).not.toBeNull();

describe('the image', () => {
  const lines = textOf('Dockerfile').split('\n');

  test('runs as nobody in particular, and says whether it is well', () => {
    const last = lines.lastIndexOf('USER node');
    expect(last).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith('FROM')));
    expect(lines.slice(last).join('\n')).not.toMatch(/^(USER|RUN|COPY)(?! node)/m);
    expect(textOf('Dockerfile')).toContain('CMD ["hasim", "worker", "--health"]');
  });

  test('is built of what the build needs and of no more', () => {
    const kept = textOf('.dockerignore').split('\n').slice(1).filter(Boolean);
    expect(kept.every((line) => line.startsWith('!'))).toBe(true);
    for (const name of [
      'package.json',
      'package-lock.json',
      'src',
      'scripts',
      'schema',
      'vendor',
      'scenarios',
    ])
      expect(kept).toContain(`!${name}`);
    for (const line of kept.filter((each) => !each.includes('*')))
      expect(existsSync(join(ROOT, line.slice(1))), line).toBe(true);
  });
});

describe('the compose file', () => {
  const { services, volumes }: Tree = parse(textOf('deploy/compose.yaml'));

  test('has a Redis that forgets nothing, two workers and a sweep that it understands', async () => {
    expect(services.redis.command.join(' ')).toContain('--appendonly yes');
    expect(services.redis.command.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(services.worker.deploy.replicas).toBe(2);
    await understood(services.worker.command);
    await understood(services.sweep.command);
    expect(existsSync(join(ROOT, services.sweep.command[1].replace('/hasim/', '')))).toBe(true);
    for (const name of ['worker', 'sweep'])
      expect(services[name].environment.HASIM_ON).toBe('redis://redis:6379');
  });

  test('names only what is there', () => {
    for (const service of Object.values<Tree>(services)) {
      for (const other of Object.keys(service.depends_on ?? {})) expect(services).toHaveProperty(other);
      for (const volume of service.volumes ?? []) expect(volumes).toHaveProperty(volume.split(':')[0]);
    }
  });
});

describe('the Kubernetes example', () => {
  const all: Tree[] = parseAllDocuments(textOf('deploy/kubernetes.yaml')).map((one) => {
    expect(one.errors).toEqual([]);
    return one.toJS();
  });
  const named = (kind: string, name: string): Tree =>
    all.find((one) => one.kind === kind && one.metadata.name === name);
  const pods: Tree[] = all.flatMap(({ spec }) => (spec?.template ? [spec.template.spec] : []));

  test('is a Job and a Deployment with its autoscaler', () => {
    const { scaleTargetRef: target } = named('HorizontalPodAutoscaler', 'hasim-worker').spec;
    expect(named(target.kind, target.name).apiVersion).toBe(target.apiVersion);
    const { selector, template, replicas } = named('Deployment', 'hasim-worker').spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(replicas, 'is the autoscaler’s').toBeUndefined();
    expect(named('Job', 'hasim-study').spec.template.spec.restartPolicy).toBe('Never');
  });

  test('runs without rights, with secrets and volumes that are there, and commands that hasim understands', async () => {
    expect(pods).toHaveLength(2);
    for (const { containers, volumes, securityContext } of pods) {
      expect(securityContext.runAsNonRoot).toBe(true);
      const [one] = containers;
      expect(one.securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      });
      const { name, key } = one.env[0].valueFrom.secretKeyRef;
      expect(named('Secret', name).stringData).toHaveProperty(key);
      const known = volumes.map((volume: Tree) => volume.name);
      for (const mount of one.volumeMounts) expect(known).toContain(mount.name);
      for (const { configMap } of volumes)
        if (configMap !== undefined) expect(named('ConfigMap', configMap.name)).toBeDefined();
      await understood(one.args);
    }
  });

  test('carries a scenario that is one', () => {
    const text = named('ConfigMap', 'hasim-study').data['capacity.yaml'];
    expect(parseScenario({ path: 'capacity.yaml', text }).scenario.name).toBe('capacity');
  });
});
