import type { Template } from 'aws-cdk-lib/assertions';
import { reports } from '../../lambda/shared/reports';
import { resourcesOf, synthesized } from './synthesis';

const principal = 'arn:aws:quicksight:eu-west-1:123456789012:user/default/somebody';
const synthesis = synthesized('dev', { quickSightPrincipal: principal });
const { templates } = synthesis;
const plain = synthesized('dev').templates;

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const statements = (policies: ReturnType<typeof resourcesOf>) =>
  policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);

test('the function asks the lake’s database by its workgroup, and is given up as late as API Gateway allows', () => {
  const [insights] = resourcesOf(plain, 'AWS::Lambda::Function').filter(
    ([, { Properties }]) => Properties.Environment?.Variables.WORKGROUP,
  );
  expect(insights?.[1].Properties).toMatchObject({
    Timeout: 29,
    Environment: { Variables: { DATABASE: 'omnistream_dev', WORKGROUP: 'omnistream-dev' } },
  });
});

describe.each([
  ['the function', resourcesOf({ api: plain.api }, 'AWS::IAM::Policy').filter(([id]) => id.includes('Insights'))],
  ['the dashboard', resourcesOf({ a: templates.dashboard as Template }, 'AWS::IAM::Policy')],
])('%s', (_name, policies) => {
  const text = (wanted: string) =>
    JSON.stringify(statements(policies).filter(({ Action }) => JSON.stringify(Action).includes(wanted)));

  test('may ask all views of reports, and none that Personalize learns from', () => {
    for (const { view } of Object.values(reports)) expect(text('glue:GetTable')).toContain(`/${view}"`);
    expect(text('glue:GetTable')).not.toContain('personalize_');
  });

  test('uses one workgroup, and writes results alone', () => {
    expect(text('athena:StartQueryExecution')).toMatch(/workgroup\/omnistream-dev"/);
    expect(text('athena:StartQueryExecution')).not.toContain('imports');
    expect(text('s3:PutObject')).toContain('/results/*');
    expect(text('s3:PutObject')).not.toMatch(/interactions|catalogue|edge/);
    expect(JSON.stringify(statements(policies))).not.toMatch(/s3:Delete|glue:(Create(?!Database)|Update|Delete)/);
    // Athena makes Glue's `default` where an account has none, in its caller's name; and nothing else.
    expect(text('glue:CreateDatabase').match(/:(catalog|database\/\w+|table\/\w+)"/g)).toEqual([
      ':catalog"',
      ':database/default"',
    ]);
  });
});

test('there is a dashboard where it has an owner, and nothing of QuickSight else', () => {
  const types = (of: typeof templates) =>
    Object.values(of).flatMap((template) =>
      Object.values(template.toJSON().Resources as Record<string, { Type: string }>)
        .map(({ Type }) => Type)
        .filter((type) => type.startsWith('AWS::QuickSight::')),
    );
  expect(types(plain)).toEqual([]);
  expect(new Set(types(templates))).toEqual(
    new Set(
      ['DataSource', 'DataSet', 'RefreshSchedule', 'Analysis', 'Dashboard'].map((kind) => `AWS::QuickSight::${kind}`),
    ),
  );
});

test('the dashboard is in a stack of its own, after the views that its data sets ask', () => {
  const { dashboard } = synthesis.stacks;
  const types = (template: typeof templates.analytics) =>
    Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  expect(types(templates.analytics).filter((type) => type.startsWith('AWS::QuickSight'))).toEqual([]);
  expect(types(templates.analytics)).toContain('AWS::Glue::Table');
  expect(dashboard?.dependencies).toContain('analytics');
  expect(dashboard?.stackName).toBe('OmniStream-dev-Dashboard');
});
