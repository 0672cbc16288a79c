import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contextOf, type Demand, permissionsById } from '@omnistream/local/test';
import { actionsNamed, conditionKeysOf, isService, supportsKey } from '../../../checks/iam/reference';
import { mappingFindings } from './mapping-findings';

test.each([...permissionsById])('%s demands what the Service Authorization Reference says', (service, map) => {
  expect(mappingFindings(service, map)).toEqual([]);
});

describe('a mapping is wrong that demands', () => {
  const putEvents = (demand: Demand) => mappingFindings('personalize-events', { PutEvents: () => [demand] }).join('\n');

  test('an action that does not exist', () => {
    expect(putEvents({ action: 'personalize:PutEvent', resource: '*' })).toMatch(/PutEvent does not exist/);
  });

  test('a resource of an action that IAM knows none for', () => {
    const resource = 'arn:aws:personalize:eu-west-1:000000000000:event-tracker/one';
    expect(putEvents({ action: 'personalize:PutEvents', resource })).toMatch(/PutEvents cannot be granted on/);
  });

  test('the permission of another action, on a resource that this one does not take', () => {
    const resource = 'arn:aws:personalize:eu-west-1:000000000000:schema/one';
    expect(putEvents({ action: 'personalize:PutItems', resource })).toMatch(/supports resources of the types dataset/);
  });

  test('no resource where there always is one', () => {
    expect(putEvents({ action: 'personalize:PutItems', resource: '*' })).toMatch(/always of a resource/);
  });

  test('one of the two resources that are needed', () => {
    const resource = 'arn:aws:personalize:eu-west-1:000000000000:recommender/one';
    const map = { CreateRecommender: () => [{ action: 'personalize:CreateRecommender', resource }] };
    expect(mappingFindings('personalize', map).join('\n')).toMatch(/also needs a resource of the type datasetGroup/);
  });

  test('a condition key that the action does not have', () => {
    const context = { 'personalize:tracker': 'one' };
    expect(putEvents({ action: 'personalize:PutEvents', resource: '*', context })).toMatch(/personalize:tracker/);
  });
});

test('every global condition key that the laptop sets exists', () => {
  const accountId = '000000000000';
  const roleArn = `arn:aws:iam::${accountId}:role/one`;
  const principals = [
    { kind: 'root', accountId },
    { kind: 'role', accountId, roleArn, sessionName: 'one' },
    { kind: 'service', accountId, service: 'lambda.amazonaws.com', sourceArn: roleArn },
    { kind: 'anonymous' },
  ] as const;
  const [anyAction] = actionsNamed('s3:GetObject');
  const demand = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' };
  const keys = principals.flatMap((principal) => [
    ...contextOf(demand, { principal, region: 'eu-west-1', accountId, now: 0, tags: { team: 'one' } }).keys(),
  ]);
  expect(keys.filter((key) => !anyAction || !supportsKey('s3', anyAction, key))).toEqual([]);
});

/** Services that ask for a permission while an operation runs have its name in their source, as a literal. */
test('every action and condition key that is named anywhere in local/ exists', () => {
  const root = resolve(__dirname, '../../../local');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('test/'),
  );
  const named = sources.flatMap((name) =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/'([a-z][a-z-]+):([A-Z]\w+)'/g)].map((match) => ({
      service: match[1] as string,
      name: match[2] as string,
      place: `${name} ${match[0]}`,
    })),
  );
  const services = named.filter(({ service }) => isService(service));
  expect(services.length).toBeGreaterThan(100);
  const unknown = services.filter(
    ({ service, name }) =>
      actionsNamed(`${service}:${name}`).length === 0 &&
      !conditionKeysOf(service).has(`${service}:${name}`.toLowerCase()),
  );
  expect(unknown.map(({ place }) => place)).toEqual([]);
});
