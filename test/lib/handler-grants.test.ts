import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { sdkCallsOf } from '../support/sdk-calls';
import { type Resource, synthesized } from './synthesis';

/** Calls of adapters that a function loads with others and never makes, by function. */
const neverMade: Readonly<Record<string, readonly string[]>> = {
  // It reads no single record.
  reconcile: ['dynamodb:GetItem'],
  // It starts an execution under its first name only.
  ingest: ['states:DescribeExecution'],
  // It reads sessions, and writes none.
  manifest: ['dynamodb:PutItem'],
  license: ['dynamodb:PutItem'],
  // It writes one entry; the sweep lists them.
  playback: ['cloudfront-keyvaluestore:ListKeys'],
  // It reads the rows of viewers, and finds none by pseudonym.
  events: ['dynamodb:Query'],
  // It writes to Personalize; lines of the lake are written by `personalize-sync`.
  'personalize-load': ['s3:PutObject'],
  // It deletes a version, which is an action of its own.
  inspect: ['s3:DeleteObject'],
  // They delete versions, which is an action of its own, and write entries of ended sessions without listing them.
  'erase-asset': ['s3:DeleteObject', 'cloudfront-keyvaluestore:ListKeys'],
  'erase-viewer': ['s3:DeleteObject', 'cloudfront-keyvaluestore:ListKeys'],
  // It reads the secret that `canary-user` writes.
  canary: ['secretsmanager:PutSecretValue'],
  // It changes records without reading them first.
  'job-finished': ['dynamodb:GetItem'],
};

const entries = readdirSync(join(__dirname, '..', '..', 'lambda'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.lambda.ts'))
  .map((file) => [posix.basename(file, '.lambda.ts'), posix.join('lambda', file)] as const);

/** The actions that the policies of a function's role allow, by the name of the function's bundle. */
function grantedIn(stage: string): Map<string, Set<string>> {
  const { templates } = synthesized(stage);
  const granted = new Map<string, Set<string>>();
  for (const { Resources } of Object.values(templates).map((template) => template.toJSON())) {
    const all = Object.values<Resource>(Resources);
    for (const [id, role] of Object.entries<Resource>(Resources)) {
      const [, name] = /^Execution role of the function ([\w-]+):/.exec(role.Properties?.Description ?? '') ?? [];
      if (!name) continue;
      const policies = all.filter(
        ({ Type, Properties }) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.Roles).includes(`"${id}"`),
      );
      const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
      const actions = statements.flatMap(({ Action }: { Action: string | string[] }) => Action);
      granted.set(name, new Set([...(granted.get(name) ?? []), ...actions]));
    }
  }
  return granted;
}

// Only the stage for reviews has a canary.
const granted = new Map([...grantedIn('review'), ...grantedIn('dev-drm')]);

test.each(entries)('the role of %s is granted every call that its code can make', (name, entry) => {
  expect(granted.has(name)).toBe(true);
  const denied = sdkCallsOf(entry).filter(({ action }) => !granted.get(name)?.has(action));
  const unexpected = denied.filter(({ action }) => !neverMade[name]?.includes(action));
  expect(unexpected).toEqual([]);
  // An exception that is needed no more is deleted.
  expect([...new Set(denied.map(({ action }) => action))].sort()).toEqual([...(neverMade[name] ?? [])].sort());
});
