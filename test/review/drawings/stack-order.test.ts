import { stackOrder } from '../../../review/drawings/stack-order';
import { assemblyOf, output } from './small-assembly';

const userOf = (part: string) => ({
  Thing: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: output(part, 'Name') } },
});

const three = {
  Api: { dependsOn: ['Storage', 'Replica'] },
  Storage: { dependsOn: ['Replica'] },
  Replica: {},
};

test('a stack comes one step after the latest of those that it needs', () => {
  const { stacks } = stackOrder(assemblyOf({ ...three, Edge: {} }));
  expect(stacks.map(({ step, name }) => `${step} ${name}`)).toEqual(['1 Edge', '1 Replica', '2 Storage', '3 Api']);
});

test('a need is drawn once: not where it follows from others', () => {
  const { needs, allNeeds } = stackOrder(assemblyOf(three));
  expect(needs.map(({ first, next }) => `${first} ${next}`)).toEqual(['Storage Api', 'Replica Storage']);
  expect(allNeeds).toHaveLength(3);
});

test('a need counts the outputs that are referred to', () => {
  const Api = { dependsOn: ['Storage'], resources: userOf('Storage') };
  const { needs } = stackOrder(assemblyOf({ Api, Storage: { outputs: { Name: 'x' } } }));
  expect(needs).toEqual([{ first: 'Storage', next: 'Api', outputs: ['Name'] }]);
});

test('a reference to a stack that is not waited for is an error', () => {
  const assembly = assemblyOf({ Api: { resources: userOf('Storage') }, Storage: { outputs: { Name: 'x' } } });
  expect(() => stackOrder(assembly)).toThrow('without a dependency on it');
});
