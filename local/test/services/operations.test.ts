import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../compose';
import type { WireService } from '../../kernel/service';
import { createServices } from '../../services';
import { createCloudFormation } from '../../services/cloudformation';
import { permissionsById } from '../../testing/permissions';

/** The APIs of the whole runtime, with an assembly that has no stacks. */
async function wholeRuntime(): Promise<WireService[]> {
  const apis: WireService[] = [];
  const { iam, stop } = await compose({
    ...{ home: mkdtempSync(join(tmpdir(), 'operations-')), region: 'eu-west-1', port: 0 },
    create(kernel, { http2 }) {
      const assembly = { stacks: [], assetPath: () => '' };
      const none = join(__dirname, 'worker.cjs');
      const workers = { transcode: none, recognise: none, speak: none, recommend: none };
      const { services } = createServices(kernel, { assembly, workers, http2Endpoint: http2 });
      const all = [...services, createCloudFormation(kernel, () => [])];
      apis.push(...all.flatMap(({ wire }) => wire ?? []));
      return all;
    },
  });
  apis.push(...[iam.service.wire ?? []].flat());
  await stop();
  return apis;
}

const tests = readdirSync(join(__dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(__dirname, '..', path), 'utf8'))
  .join('\n');

let apis: WireService[];
beforeAll(async () => {
  apis = await wholeRuntime();
});

test('every operation has a permission, and every permission an operation', () => {
  const named = (names: object) => Object.keys(names).sort();
  for (const { id, operations, permissions } of apis) {
    expect([id, ...named(permissions)]).toEqual([id, ...named(operations)]);
  }
});

test('stand-ins of tests have the permissions of every service', () => {
  expect(new Map(apis.map(({ id, permissions }) => [id, permissions]))).toEqual(permissionsById);
});

test('every operation is called by a test, by a client or by its name', () => {
  const calls = (name: string) => new RegExp(`\\b${name}Command\\(|'${name}'`).test(tests);
  const uncalled = apis.flatMap(({ id, operations }) =>
    Object.keys(operations)
      .filter((name) => !calls(name))
      .map((name) => `${id}:${name}`),
  );
  expect(uncalled).toEqual([]);
});
