import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import ts from 'typescript';
import { parse } from 'yaml';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { readManifests } from './support/read-manifests.ts';

jest.setTimeout(60_000);

const folder = path.join(repoRoot, 'deploy/kubernetes');
const manifests = readManifests(folder);
/** Of Kubernetes itself; kustomize and KEDA have kinds of their own. */
const own = manifests.filter(({ apiVersion }) => !/kustomize|keda/.test(apiVersion));
const moduleOf = (one: (typeof own)[number]): string =>
  `kubernetes-models/${one.apiVersion}/${one.kind}`;

type Pod = {
  serviceAccountName: string;
  automountServiceAccountToken: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext: { runAsNonRoot: boolean };
  containers: {
    name: string;
    command: string[];
    env?: { name: string; value?: string; valueFrom?: unknown }[];
    securityContext: object;
    livenessProbe?: { httpGet: { path: string } };
    readinessProbe?: { httpGet: { path: string } };
  }[];
};
type Workload = { metadata: { name: string }; spec: { template: { spec: Pod } } };
const workloads = own
  .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
  .map(({ body }) => body as Workload);
const pods = workloads.map((one) => [one.metadata.name, one.spec.template.spec] as const);

const documented = new Set(
  [...readFileSync(path.join(repoRoot, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
    ([, name]) => name,
  ),
);

describe('the manifests for Kubernetes', () => {
  test.each(own.map((one) => [`${one.file} ${one.kind}`, one] as const))(
    '%s is valid by the schema of Kubernetes',
    async (_name, one) => {
      const exported = (await import(moduleOf(one))) as Record<
        string,
        new (body: object) => { validate(): void }
      >;
      const Kind = exported[one.kind];
      if (Kind === undefined) throw new Error(`There is no ${one.kind}.`);
      expect(() => new Kind(one.body).validate()).not.toThrow();
    },
  );

  test('name no field that Kubernetes does not know', () => {
    const scratch = mkdtempSync(path.join(repoRoot, 'tools/.manifests-'));
    try {
      const file = path.join(scratch, 'manifests.ts');
      const lines = own.map((one, index) => {
        const body = JSON.stringify(one.body);
        return `import type { I${one.kind} as K${String(index)} } from '${moduleOf(one)}';\nexport const m${String(index)}: K${String(index)} = ${body};`;
      });
      writeFileSync(file, lines.join('\n'));
      const program = ts.createProgram([file], {
        ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
      });
      const problems = ts
        .getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
      expect(problems).toEqual([]);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });

  test('set no variable that no process reads', () => {
    const config = own.find(({ kind }) => kind === 'ConfigMap')?.body as { data: object };
    const named = [
      ...Object.keys(config.data),
      ...pods.flatMap(([, pod]) =>
        pod.containers.flatMap(({ env = [] }) => env.map(({ name }) => name)),
      ),
    ];
    expect(named.filter((name) => !documented.has(name))).toEqual([]);
    expect(named).toContain('DATABASE_URL');
  });

  test.each(pods)(
    '%s runs without rights, without a token, on a file system it cannot write',
    (_name, pod) => {
      expect(pod).toMatchObject({
        serviceAccountName: 'yuexin',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { securityContext } of pod.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    },
  );

  test.each(pods)('%s starts a program that is built', (_name, pod) => {
    for (const { command } of pod.containers) {
      const program = command.at(-1) ?? '';
      const source = program.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
      expect([program, existsSync(path.join(repoRoot, source))]).toEqual([program, true]);
    }
  });

  test.each(pods.filter(([name]) => name !== 'yuexin-migrate'))(
    '%s has the probes it answers, and the time its shutdown may take',
    (_name, pod) => {
      for (const { livenessProbe, readinessProbe } of pod.containers) {
        expect(livenessProbe?.httpGet.path).toBe('/livez');
        expect(readinessProbe?.httpGet.path).toBe('/readyz');
      }
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(25);
    },
  );

  test('are all named by the kustomization', () => {
    const { resources } = parse(readFileSync(path.join(folder, 'kustomization.yaml'), 'utf8')) as {
      resources: string[];
    };
    const files = new Set(own.map(({ file }) => file));
    expect(resources.toSorted()).toEqual([...files].toSorted());
  });
});
