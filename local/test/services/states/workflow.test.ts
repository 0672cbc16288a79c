import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { createStates } from '../../../services/states';
import { fastClock } from '../../../testing/fast-clock';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { ended } from '../../../testing/until';
import refused from '../../cases/workflow-refused.json';
import cases from '../../cases/workflow-states.json';
import { type Answer, Functions, services } from './support';

const type = 'AWS::StepFunctions::StateMachine';

describe('workflow states', () => {
  const functions = new Functions();
  let laptop: Laptop;
  let client: SFNClient;
  let RoleArn: string;

  beforeAll(async () => {
    laptop = await startLaptop(services(functions, fastClock));
    client = new SFNClient(laptop.clientConfig);
    const actions = ['lambda:*', 'states:DescribeExecution', 'states:StartExecution', 'events:PutEvents'];
    RoleArn = await deployRole(laptop, 'states.amazonaws.com', [allow(...actions)]);
  });
  afterAll(() => laptop.stop());

  const table = cases.map(({ name, ...rest }, index) => [name, index, rest] as const);
  test.each(table)('%s', async (_name, index, { input, expected }) => {
    const { definition, input: payload, functions: answers = [] } = input as typeof input & { functions?: Answer[] };
    functions.set('work', answers);
    const DefinitionString = JSON.stringify(definition);
    const { ref } = await laptop.deploy(type, `Machine${index}`, { RoleArn, DefinitionString });
    const start = new StartExecutionCommand({ stateMachineArn: ref, input: JSON.stringify(payload) });
    const { executionArn } = await client.send(start);
    const { status, output, error, cause, name } = await ended(client, executionArn as string);
    const filled = JSON.stringify(expected)
      .replace('{name}', name as string)
      .replace('{machine}', `test-machine${index}`);
    const outcome = { status, error, cause, ...(output !== undefined && { output: JSON.parse(output) }) };
    expect(outcome).toMatchObject(JSON.parse(filled));
  });
});

describe('definitions', () => {
  let laptop: Laptop;
  beforeAll(async () => {
    laptop = await startLaptop((kernel) => [createStates(kernel)]);
  });
  afterAll(() => laptop.stop());

  test.each(refused.map(({ name, ...rest }) => [name, rest] as const))('%s', async (_name, { input, expected }) => {
    const properties = { RoleArn: 'arn:aws:iam::000000000000:role/r', Definition: input };
    await expect(laptop.deploy(type, 'Machine', properties)).rejects.toThrow(expected);
  });

  test('an express workflow is refused', async () => {
    const properties = { RoleArn: 'arn', StateMachineType: 'EXPRESS', DefinitionString: '{}' };
    await expect(laptop.deploy(type, 'Machine', properties)).rejects.toThrow('supports only STANDARD');
  });

  test.each([
    ['that another service may take on', 'lambda.amazonaws.com'],
    ['of another region’s Step Functions', 'states.us-east-1.amazonaws.com'],
  ])('a role %s is refused, with what to do about it', async (_whose, trusted) => {
    const RoleArn = await deployRole(laptop, trusted);
    const Definition = { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { Type: 'Succeed' } } };
    const deployed = laptop.deploy(type, 'Machine', { RoleArn, Definition });
    await expect(deployed).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(deployed).rejects.toThrow(
      `states.amazonaws.com may not act as ${RoleArn} for ` +
        'arn:aws:states:eu-west-1:000000000000:stateMachine:test-machine: there must be such a role, and its ' +
        'AssumeRolePolicyDocument must allow sts:AssumeRole to the service states.amazonaws.com',
    );
  });

  test('a property that is not known is refused by name', async () => {
    await expect(laptop.deploy(type, 'Machine', { DefinitionS3Location: {} })).rejects.toThrow('DefinitionS3Location');
  });
});
