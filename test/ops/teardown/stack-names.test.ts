import { belongsTo, deletionOrder } from '../../../ops/teardown/stack-names';

const stack = (name: string, description = 'OmniStream: something') => ({
  ...{ id: name, name, region: 'eu-west-1', status: 'CREATE_COMPLETE', description },
});

test.each([
  ['OmniStream-dev-Storage', true],
  ['OmniStream-dev-OldPart', true],
  ['OmniStream-dev-2-Storage', false],
  ['OmniStream-dev2-Storage', false],
  ['OmniStream-prod-Storage', false],
  ['Other-OmniStream-dev-Storage', false],
  ['OmniStream-dev-', false],
])('of the stage dev is %s: %s', (name, expected) => {
  expect(belongsTo('dev', stack(name))).toBe(expected);
});

test('a stack that only has the name of one is left alone', () => {
  expect(belongsTo('dev', stack('OmniStream-dev-Storage', 'Payroll'))).toBe(false);
  expect(belongsTo('dev', { ...stack('OmniStream-dev-Storage'), description: undefined })).toBe(false);
});

test('stacks go before those that they depend on, and stacks of old releases before all', () => {
  const assembly = [
    { name: 'Edge', dependsOn: [] },
    { name: 'Storage', dependsOn: ['Replica'] },
    { name: 'Replica', dependsOn: [] },
    { name: 'Api', dependsOn: ['Delivery', 'Storage'] },
    { name: 'Delivery', dependsOn: ['Storage', 'Edge'] },
  ];
  const live = ['Edge', 'Api', 'Replica', 'Old', 'Delivery', 'Storage'].map((name) => ({ name }));
  const order = deletionOrder(live, assembly).map(({ name }) => name);
  expect(order).toEqual(['Old', 'Api', 'Delivery', 'Storage', 'Replica', 'Edge']);
});
