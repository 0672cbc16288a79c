import { readAssembly } from '../../checks/assembly';
import { references } from '../../checks/rules/references';
import { stages } from '../../lib/stages';
import { synthesized } from '../lib/synthesis';

describe.each(Object.keys(stages))('%s', (stage) => {
  const assembly = readAssembly(stage, synthesized(stage).folder);

  test('every reference to another stack follows its value', () => {
    expect(references.check(assembly)).toEqual([]);
  });

  test('a definition that changed under its output’s name is found', () => {
    const changed = structuredClone(assembly);
    const auth = changed.stacks.find(({ name }) => name.endsWith('-Auth'));
    const [domain] = Object.values(auth?.template.Resources ?? {}).filter(({ Type }) =>
      Type.endsWith('::UserPoolDomain'),
    );
    if (domain) domain.Properties.Domain = 'another';
    expect(references.check(changed)).toEqual([
      expect.objectContaining({
        construct: `OmniStream-${stage}-Auth`,
        message: expect.stringContaining('UsersDomain'),
      }),
    ]);
  });

  test('an output that is gone, and an export, are found', () => {
    const changed = structuredClone(assembly);
    const auth = changed.stacks.find(({ name }) => name.endsWith('-Auth'));
    Object.assign(auth?.template ?? {}, { Outputs: { Own: { Value: 'x', Export: { Name: 'own' } } } });
    const messages = references.check(changed).map(({ construct, message }) => `${construct}: ${message}`);
    expect(messages.join('\n')).toMatch(
      /-Delivery: It refers to the output PublishOutput\w+ of .*-Auth, which does not exist/,
    );
    expect(messages.join('\n')).toMatch(/-Auth: It exports/);
  });
});
