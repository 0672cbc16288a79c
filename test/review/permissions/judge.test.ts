import { judge } from '../../../review/permissions/judge';
import type { Kept } from '../../../review/permissions/keep';
import type { Unit } from '../../../review/permissions/units';

const unit = (given: Partial<Unit> = {}): Unit => ({
  ...{ of: 'action', holder: 'Api/EventsRole', policy: 'Api/EventsRoleDefaultPolicy', actions: ['s3:GetObject'] },
  ...{ resources: ['arn:aws:s3:::Lake/*'], when: '', stages: ['dev'], journeys: [] },
  ...given,
});
const logs: Kept = { holder: '*Role', action: 's3:Get*', ground: 'aws', reason: 'Only AWS reads it' };

test('an action that a journey used needs no reason', () => {
  const used = unit({ journeys: ['film'] });
  expect(judge([used], [])).toEqual([{ unit: used }]);
});

test('an action that none used fails, and is named with its role and resource', () => {
  expect(() => judge([unit()], [])).toThrow(
    'No journey used action s3:GetObject of Api/EventsRole on arn:aws:s3:::Lake/* (Api/EventsRoleDefaultPolicy)',
  );
});

test('it holds with a reason', () => {
  expect(judge([unit()], [logs])).toEqual([{ unit: unit(), kept: logs }]);
});

test('a reason fails once a journey uses what it is for', () => {
  const used = unit({ holder: 'Api/MeRole', journeys: ['viewers'] });
  expect(() => judge([unit(), used], [logs])).toThrow(/The journey viewers used .* of Api\/MeRole/);
});

test('a reason for what no stage has fails', () => {
  expect(() => judge([unit({ journeys: ['film'] })], [{ ...logs, holder: 'Api/Gone' }])).toThrow(
    'No statement needs the reason "Only AWS reads it"',
  );
});

test('a resource that no action was used on fails, too, unless the reason names it or all of its actions', () => {
  const resource = unit({ of: 'resource', actions: ['s3:GetObject', 's3:PutObject'] });
  expect(() => judge([unit(), resource], [logs])).toThrow('No journey used resource');
  const both: Kept = { ...logs, action: ['s3:GetObject', 's3:PutObject'] };
  expect(judge([resource], [both])).toHaveLength(1);
  const named: Kept = { ...logs, action: undefined, resource: 'arn:aws:s3:::Lake/*' };
  expect(judge([resource], [named])).toHaveLength(1);
  expect(() => judge([unit(), resource], [named])).toThrow('No journey used action');
});
