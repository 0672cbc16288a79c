import { localAddresses } from '../../assembly/addresses';
import { Deployment } from '../../assembly/deployment';
import type { Assembly, Template } from '../../assembly/load';
import type { Kernel } from '../../kernel/kernel';
import type { ResourceProvider } from '../../kernel/service';

/** A provider that records its calls in order, with their arguments. */
function recorder() {
  const seen: [string, unknown][] = [];
  const provider: ResourceProvider = {
    identify: ({ logicalId, name }) => ({ ref: name, attributes: { Arn: `arn:${logicalId}` } }),
    deploy({ logicalId, properties }) {
      seen.push([logicalId, properties]);
      return { Made: `made by ${logicalId}` };
    },
  };
  return { seen, provider };
}

function deployment(
  stacks: Record<string, Template>,
  providers: Record<string, ResourceProvider>,
  call: Kernel['call'] = () => Promise.reject(new Error('no service is called')),
) {
  const assembly: Assembly = {
    stacks: Object.entries(stacks).map(([name, template]) => ({ name, region: 'eu-west-1', template })),
    assetPath: (key) => key,
  };
  const localize = localAddresses({ aws: 'http://127.0.0.1:1', web: 'http://127.0.0.1:2' });
  return new Deployment({ kernel: { accountId: '000000000000', call } as Kernel, assembly, providers, localize });
}

describe('deployment of an assembly', () => {
  test('a resource comes after what it refers to and what it depends on', async () => {
    const { seen, provider } = recorder();
    const Resources = {
      First: { Type: 'A::B::C', DependsOn: 'Third', Properties: { of: { 'Fn::GetAtt': ['Second', 'Made'] } } },
      Second: { Type: 'A::B::C' },
      Third: { Type: 'A::B::C' },
    };
    await deployment({ One: { Resources } }, { 'A::B::C': provider }).deploy();
    expect(seen).toEqual([
      ['Third', {}],
      ['Second', {}],
      ['First', { of: 'made by Second' }],
    ]);
  });

  test('stacks share exports and outputs', async () => {
    const { seen, provider } = recorder();
    const One = {
      Resources: { A: { Type: 'A::B::C' } },
      Outputs: { Out: { Value: { 'Fn::GetAtt': ['A', 'Arn'] }, Export: { Name: 'the-export' } } },
    };
    const properties = {
      imported: { 'Fn::ImportValue': 'the-export' },
      output: { 'Fn::GetStackOutput': { StackName: 'One', OutputName: 'Out' } },
    };
    const Two = { Resources: { B: { Type: 'A::B::C', Properties: properties } } };
    await deployment({ One, Two }, { 'A::B::C': provider }).deploy();
    expect(seen.at(-1)).toEqual(['B', { imported: 'arn:A', output: 'arn:A' }]);
  });

  describe('a dynamic reference to a secret', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:key-abc123';
    const secrets: Record<string, string> = { [arn]: 'value', json: '{"user":"ann"}' };
    const asked: unknown[] = [];
    const call = (async ({ region, input }) => {
      asked.push([region, input]);
      return { SecretString: secrets[(input as { SecretId: string }).SecretId] };
    }) as Kernel['call'];

    test('is replaced when the resource is deployed, and not before', async () => {
      const { seen, provider } = recorder();
      const identified: unknown[] = [];
      const identify: ResourceProvider['identify'] = (resource) => {
        identified.push(resource.properties);
        return { ref: arn };
      };
      const Resources = {
        Reader: {
          Type: 'A::B::C',
          Properties: {
            header: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}']] },
            list: [
              'a {{resolve:secretsmanager:json:SecretString:user}} b {{resolve:secretsmanager:json:SecretString:user::v1}}',
            ],
          },
        },
        Secret: { Type: 'A::Secret' },
      };
      const secret = { identify, deploy: () => undefined };
      await deployment({ One: { Resources } }, { 'A::B::C': provider, 'A::Secret': secret }, call).deploy();
      expect(seen).toEqual([['Reader', { header: 'value', list: ['a ann b ann'] }]]);
      expect(asked).toContainEqual(['eu-west-1', { SecretId: arn }]);
      expect(asked).toContainEqual(['eu-west-1', { SecretId: 'json', VersionId: 'v1' }]);
    });

    test('to another service is an error', async () => {
      const Resources = { X: { Type: 'A::B::C', Properties: { a: '{{resolve:ssm:parameter}}' } } };
      const run = deployment({ One: { Resources } }, { 'A::B::C': recorder().provider }, call).deploy();
      await expect(run).rejects.toThrow('One/X (A::B::C): Dynamic references to ssm are not supported');
    });
  });

  test('a resource type that is not known is an error that names every such resource', async () => {
    const Resources = { X: { Type: 'AWS::Nothing::Known' }, Y: { Type: 'AWS::Other::Thing' } };
    await expect(deployment({ One: { Resources } }, {}).deploy()).rejects.toThrow(
      /One\/X: AWS::Nothing::Known\n\s+One\/Y: AWS::Other::Thing/,
    );
  });

  test('what fails is named by stack, resource and type', async () => {
    const failing: ResourceProvider = {
      identify: ({ name }) => ({ ref: name }),
      deploy() {
        throw new Error('no room');
      },
    };
    const run = deployment({ One: { Resources: { X: { Type: 'A::B::C' } } } }, { 'A::B::C': failing }).deploy();
    await expect(run).rejects.toThrow('One/X (A::B::C): no room');
  });

  test('a resource whose condition does not hold is absent', async () => {
    const { seen, provider } = recorder();
    const template: Template = {
      Conditions: {
        Never: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'mars-1'] },
        Always: { 'Fn::Not': [{ Condition: 'Never' }] },
      },
      Resources: { X: { Type: 'A::B::C', Condition: 'Never' }, Y: { Type: 'A::B::C', Condition: 'Always' } },
    };
    await deployment({ One: template }, { 'A::B::C': provider }).deploy();
    expect(seen.map(([id]) => id)).toEqual(['Y']);
  });

  test('names are stable, lower case, and at most 63 characters', () => {
    const Resources = { [`VeryLong${'x'.repeat(80)}`]: { Type: 'A::B::C' } };
    const [first] = deployment({ Stack: { Resources } }, { 'A::B::C': recorder().provider }).resources();
    const [second] = deployment({ Stack: { Resources } }, { 'A::B::C': recorder().provider }).resources();
    expect(first?.ref).toMatch(/^[a-z0-9-]{20,63}$/);
    expect(second?.ref).toBe(first?.ref);
  });
});
