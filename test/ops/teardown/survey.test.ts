import { survey } from '../../../ops/teardown/survey';
import { teardown } from '../../../ops/teardown/teardown';
import { Account } from './account';

const resource = (type: string, id: string, status = 'CREATE_COMPLETE') => ({ type, id, status, logicalId: id });
const gone = 'DELETE_COMPLETE';
const look = (account: Account) => survey('dev', ['eu-west-1', 'us-east-1'], account.cfn, account.kinds);
const assembly = ['OmniStream-dev-Storage', 'OmniStream-dev-Api'].map((name) => ({
  name,
  dependsOn: name.endsWith('Api') ? ['OmniStream-dev-Storage'] : [],
}));

test('stacks are found in all regions, and nothing of other stages is looked at', async () => {
  const account = new Account(
    [
      { name: 'OmniStream-dev-Edge', region: 'us-east-1' },
      { name: 'OmniStream-dev-Storage', resources: [resource('Bucket', 'films')] },
      { name: 'OmniStream-dev-2-Storage', resources: [resource('Bucket', 'others')] },
    ],
    new Set(['films', 'others']),
  );
  const { stacks } = await look(account);
  expect(stacks.map(({ name }) => name)).toEqual(['OmniStream-dev-Storage', 'OmniStream-dev-Edge']);
  expect(stacks.flatMap(({ losses }) => losses.map((loss) => loss.resource.id))).toEqual(['films']);
});

test('what deleted stacks left behind is found, unless another stack has taken it over', async () => {
  const kept = ['bucket', 'taken-over', 'gone-since'].map((id) => resource('Bucket', id, 'DELETE_SKIPPED'));
  const account = new Account(
    [
      { name: 'OmniStream-dev-Storage', status: gone, resources: [...kept, resource('Bucket', 'deleted', gone)] },
      { name: 'Archive', resources: [resource('Bucket', 'taken-over')] },
    ],
    new Set(['bucket', 'taken-over']),
  );
  const { leftBehind } = await look(account);
  expect(leftBehind.map((loss) => loss.resource.id)).toEqual(['bucket']);
});

test('a stage is protected by its stacks or by its tables, whatever the settings are', async () => {
  const account = new Account(
    [
      { name: 'OmniStream-dev-Auth', terminationProtection: true },
      { name: 'OmniStream-dev-Storage', resources: [resource('Table', 'protected-table'), resource('Table', 'other')] },
    ],
    new Set(['protected-table', 'other']),
  );
  const { protectedBy } = await look(account);
  expect(protectedBy).toEqual([
    'OmniStream-dev-Auth (termination protection)',
    'OmniStream-dev-Storage/protected-table (deletion protection)',
  ]);
});

test('each stack is emptied and deleted after those that depend on it, and what is left behind last', async () => {
  const account = new Account(
    [
      { name: 'OmniStream-dev-Storage', resources: [resource('Bucket', 'films')] },
      { name: 'OmniStream-dev-Api', resources: [resource('Bucket', 'logs')] },
      {
        ...{ id: 'older', name: 'OmniStream-dev-Storage', status: gone },
        resources: [resource('Table', 'old-table', 'DELETE_SKIPPED')],
      },
    ],
    new Set(['films', 'logs', 'old-table']),
  );
  account.full.add('films').add('logs');
  const { cfn, kinds } = account;
  const failures = await teardown(await look(account), { cfn, kinds, assembly, say: () => {} });
  expect(failures).toEqual([]);
  expect(account.log).toEqual([
    ...['emptied logs', 'deleted OmniStream-dev-Api', 'emptied films', 'deleted OmniStream-dev-Storage'],
    'removed old-table',
  ]);
});

test('a bucket that is written to after it was emptied is emptied again', async () => {
  const stacks = [{ name: 'OmniStream-dev-Storage', resources: [resource('Bucket', 'logs')] }];
  const account = new Account(stacks, new Set(['logs']));
  account.full.add('logs');
  const { kinds } = account;
  const once = account.cfn.delete;
  let late = true;
  const cfn = {
    ...account.cfn,
    delete: (stack: Parameters<typeof once>[0]) => {
      if (late) account.full.add('logs');
      late = false;
      return once(stack);
    },
  };
  const failures = await teardown(await look(account), { cfn, kinds, assembly, say: () => {} });
  expect(failures).toEqual([]);
  const [emptied, name] = ['emptied logs', 'OmniStream-dev-Storage'];
  expect(account.log).toEqual([emptied, `could not delete ${name}`, emptied, `deleted ${name}`]);
});

test('a stack that cannot be deleted is reported with its reason, and the others go on', async () => {
  const stuck = resource('Other', 'stuck');
  const account = new Account(
    [{ name: 'OmniStream-dev-Storage' }, { name: 'OmniStream-dev-Api', resources: [stuck] }],
    new Set(),
  );
  account.full.add('stuck');
  const cfn = {
    ...account.cfn,
    resources: async () => [{ ...stuck, status: 'DELETE_FAILED', reason: 'it is in use' }],
  };
  const found = await look(account);
  const failures = await teardown(found, { cfn, kinds: account.kinds, assembly, say: () => {} });
  expect(failures).toEqual(['OmniStream-dev-Api: stuck: it is in use']);
  expect(account.log.at(-1)).toBe('deleted OmniStream-dev-Storage');
});
