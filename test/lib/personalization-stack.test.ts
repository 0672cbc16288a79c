import { type Schema, Type } from 'avsc';
import { Match } from 'aws-cdk-lib/assertions';
import { expectNames, resourceNames } from './resource-names';
import { type Resource, resourcesOf, synthesized } from './synthesis';

const { templates } = synthesized('dev', { maxRecommenders: 3 });
const { personalization: template, storage } = templates;
const of = (type: string): Resource[] =>
  resourcesOf({ personalization: template }, type).map(([, resource]) => resource);

test('there are datasets of all three kinds in a domain of films, and no recommender before there is data', () => {
  template.hasResourceProperties('AWS::Personalize::DatasetGroup', {
    Domain: 'VIDEO_ON_DEMAND',
    Name: Match.stringLikeRegexp('^omnistream-dev-1-[0-9a-f]{8}$'),
    KmsKeyArn: { 'Fn::GetStackOutput': Match.objectLike({ OutputName: Match.stringLikeRegexp('DataKey.*Arn') }) },
    RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataRole'), 'Arn'] },
  });
  const types = of('AWS::Personalize::Dataset').map(({ Properties }) => Properties.DatasetType);
  expect(types.sort()).toEqual(['Interactions', 'Items', 'Users']);
  expect(of('AWS::Personalize::Recommender')).toEqual([]);
});

test('what schemas say is Avro, and fields that are filtered by are there', () => {
  const fields = of('AWS::Personalize::Schema').flatMap(({ Properties }) => {
    const schema = JSON.parse(Properties.Schema);
    expect(() => Type.forSchema(schema as Schema)).not.toThrow();
    return schema.fields.map(({ name }: { name: string }) => `${schema.name}.${name}`);
  });
  const filters = of('AWS::Personalize::Filter');
  expect(filters.map(({ Properties }) => Properties.Name).sort()).toEqual([
    expect.stringMatching(/^omnistream-dev-1-understood-[0-9a-f]{8}$/),
    expect.stringMatching(/^omnistream-dev-1-watchable-[0-9a-f]{8}$/),
  ]);
  for (const { Properties } of filters) {
    const used: string[] = Properties.FilterExpression.match(/(Items|Interactions)\.\w+/g);
    expect(used.length).toBeGreaterThanOrEqual(3);
    for (const field of used) expect(fields).toContain(field);
  }
});

test('the key serves Personalize on behalf of this account only', () => {
  storage.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Principal: { Service: 'personalize.amazonaws.com' },
          Action: Match.arrayWith(['kms:CreateGrant', 'kms:Decrypt']),
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  });
  for (const { Properties } of of('AWS::IAM::Role')) {
    for (const { Principal, Condition } of Properties.AssumeRolePolicyDocument.Statement) {
      if (Principal.Service !== 'personalize.amazonaws.com') continue;
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
    }
  }
});

test('of the lake, Personalize reads import files and nothing else', () => {
  storage.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 's3:GetObject',
          Effect: 'Allow',
          Principal: { Service: 'personalize.amazonaws.com' },
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Lake'), 'Arn'] }, '/imports/*']] },
        }),
      ]),
    },
  });
});

describe('streams', () => {
  const mappings = of('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);

  test.each(mappings)('are read in pieces, and what cannot be told is kept', (mapping) => {
    expect(mapping).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 43_200,
      MaximumRetryAttempts: 20,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: {
        // A bucket receives the records, and a queue only their positions.
        OnFailure: { Destination: { 'Fn::GetStackOutput': expect.anything() } },
      },
    });
  });

  test('call for rows only that are, or were, to be told of', () => {
    const patterns = mappings.map(({ FilterCriteria }) =>
      FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern).dynamodb),
    );
    const published = { status: { S: ['PLAYABLE', 'READY'] } };
    const personalised = { personalised: { BOOL: [true] } };
    expect(patterns).toEqual([
      [{ NewImage: published }, { OldImage: published }],
      [{ NewImage: personalised }, { OldImage: personalised }],
    ]);
  });
});

test.each([
  ['Lifecycle', 'rate(1 day)', { Ref: Match.stringLikeRegexp('^Lifecycle') }, '{"pollSeconds":60}', 86_400],
  [
    'PopularityNews',
    'rate(15 minutes)',
    { 'Fn::GetAtt': [Match.stringLikeRegexp('^PopularityNews'), 'Arn'] },
    undefined,
    900,
  ],
])('%s is started by the clock; starts that come to nothing are kept', (_, ScheduleExpression, Arn, Input, age) => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn,
      ...(Input && { Input }),
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DeadLetters'), 'Arn'] } },
      RetryPolicy: { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: 10 },
    },
  });
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the policies of a role allow, by action. */
function allowed(role: RegExp): Map<string, Statement> {
  const statements = of('AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => role.test(Ref)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
  return new Map(statements.flatMap((statement) => [statement.Action].flat().map((action) => [action, statement])));
}

test('the lifecycle acts on our recommenders and imports only, and passes one role to one service', () => {
  const actions = allowed(/^LifecycleRole/);
  const personalize = [...actions.keys()].filter((action) => action.startsWith('personalize:'));
  expect(personalize.sort()).toEqual([
    'personalize:CreateDatasetImportJob',
    'personalize:CreateRecommender',
    'personalize:DeleteRecommender',
    'personalize:DescribeDataset',
    'personalize:DescribeDatasetImportJob',
    'personalize:DescribeRecommender',
    'personalize:StartRecommender',
    'personalize:StopRecommender',
    'personalize:UpdateDataset',
  ]);
  for (const action of personalize)
    expect(JSON.stringify(actions.get(action)?.Resource)).toMatch(/omnistream-dev-|Interactions|Items/);
  expect(actions.get('iam:PassRole')).toMatchObject({
    Resource: { 'Fn::GetAtt': [expect.stringMatching('^LifecycleImportRole'), 'Arn'] },
    Condition: { StringEquals: { 'iam:PassedToService': 'personalize.amazonaws.com' } },
  });
  expect(
    [...actions].filter(([, { Resource }]) => Resource === '*').map(([action]) => action.split(':')[0]),
  ).not.toContain('personalize');
});

test('rankings are written, and neither read nor deleted', () => {
  const dynamodb = [...allowed(/^PopularityRole/).keys()].filter((action) => action.startsWith('dynamodb:'));
  expect(dynamodb).toEqual(['dynamodb:PutItem']);
});

test('titles and viewers are put into their datasets only', () => {
  const actions = allowed(/^SyncHandlerRole/);
  for (const [action, dataset] of [
    ['personalize:PutItems', 'DataGeneration1Items'],
    ['personalize:PutUsers', 'DataGeneration1Users'],
  ] as const) {
    expect(actions.get(action)?.Resource).toEqual({
      'Fn::GetAtt': [expect.stringMatching(`^${dataset}`), 'DatasetArn'],
    });
  }
  // Lambda needs ListBucket too, to write what the function could not process.
  expect([...actions.keys()].filter((action) => action.startsWith('s3:'))).toEqual(['s3:PutObject', 's3:ListBucket']);
  expect(JSON.stringify(actions.get('s3:ListBucket')?.Resource)).toContain('FailedRecords');
});

/** `Fn::Join` and references as one text. */
const textOf = (value: unknown) => JSON.stringify(value);
const variablesOf = ({ api }: typeof templates, name: string) => {
  const [found] = resourcesOf({ api }, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
    Properties.Environment?.Variables[name] === undefined ? [] : [Properties.Environment.Variables[name]],
  );
  return textOf(found);
};

describe('names', () => {
  const types = ['DatasetGroup', 'Dataset', 'Schema', 'EventTracker', 'Filter'].map(
    (kind) => `AWS::Personalize::${kind}`,
  );
  const names = () => types.flatMap((type) => of(type).map(({ Properties }) => Properties.Name as string));

  test('are what Personalize takes, and carry a hash of what cannot be changed', () => {
    expect(types.flatMap((type) => resourceNames({ template }, type)).map((name) => name.split('.')[1])).toEqual([
      'DataGeneration1Group',
      ...['DataGeneration1Interactions', 'DataGeneration1Items', 'DataGeneration1Users'],
      ...['DataGeneration1InteractionsSchema1', 'DataGeneration1ItemsSchema1', 'DataGeneration1UsersSchema1'],
      'DataGeneration1Tracker',
      ...['DataGeneration1Filterunderstood', 'DataGeneration1Filterwatchable'],
    ]);
    for (const name of names()) expect(name).toMatch(/^omnistream-dev-1-([a-z]+-)?[0-9a-f]{8}$/);
    expect(new Set(names().map((name) => name)).size).toBeGreaterThanOrEqual(8);
  });

  test('and tags, where those cannot be changed either, are not on what holds data', () => {
    for (const type of types.slice(0, 3))
      for (const { Properties } of of(type)) expect(Properties.Tags).toBeUndefined();
  });

  test('of filters are those that requests are made with and allowed for', () => {
    for (const { Properties } of of('AWS::Personalize::Filter')) {
      expect(variablesOf(templates, 'GENERATIONS')).toContain(`:filter/${Properties.Name}`);
      expect(textOf(resourcesOf({ api: templates.api }, 'AWS::IAM::Policy'))).toContain(`:filter/${Properties.Name}"`);
    }
  });
});

describe('recommenders', () => {
  test('are asked for and allowed as many as the stage has', () => {
    expect(variablesOf(templates, 'USE_CASES')).toBe('"top-picks,because-you-watched,more-like"');
    const policies = textOf(resourcesOf({ api: templates.api }, 'AWS::IAM::Policy'));
    expect(policies).toContain(':recommender/omnistream-dev-1-more-like"');
    expect(policies).not.toContain('most-popular');
  });

  test('that a stage does not have are not asked for and receive no events; their data are kept all the same', () => {
    const { templates: none } = synthesized('dev', { maxRecommenders: 0 });
    expect([variablesOf(none, 'USE_CASES'), variablesOf(none, 'TRACKING_IDS')]).toEqual(['""', '""']);
    expectNames(resourceNames(none, 'AWS::Personalize::Dataset'), [
      'personalization.DataGeneration1Interactions',
      'personalization.DataGeneration1Items',
      'personalization.DataGeneration1Users',
    ]);
    const [definition] = Object.values(none.personalization.findResources('AWS::StepFunctions::StateMachine'))
      .map(({ Properties }) => textOf(Properties.DefinitionString))
      .filter((text) => text.includes('Recommender'));
    expect(definition).not.toMatch(/startQueryExecution|createDatasetImportJob|getMetricData/);
  });
});

describe('a second generation', () => {
  const { templates: two } = synthesized('dev', { maxRecommenders: 5, personalizeGenerations: [1, 2] });
  const resources = (all: typeof two) =>
    Object.entries(all.personalization.toJSON().Resources as Record<string, Resource>).filter(([, { Type }]) =>
      Type.startsWith('AWS::Personalize::'),
    );

  test('changes nothing of the first', () => {
    const later = new Map(resources(two));
    for (const [id, resource] of resources(templates)) expect(later.get(id)).toEqual(resource);
    expect(later.size).toBe(2 * resources(templates).length);
    const names = [...later.values()].map(({ Type, Properties }) => `${Type} ${Properties.Name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is asked first, and receives all that the first does', () => {
    expect(variablesOf(two, 'GENERATIONS')).toMatch(/omnistream-dev-2-.*omnistream-dev-1-/);
    expect(variablesOf(two, 'TRACKING_IDS')).toMatch(/Generation2Tracker.*Generation1Tracker/);
    const [sync] = resourcesOf({ personalization: two.personalization }, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) => Properties.Environment?.Variables.DATASETS ?? [],
    );
    for (const id of ['Generation2Items', 'Generation1Items', 'Generation2Users', 'Generation1Users']) {
      expect(textOf(sync)).toContain(id);
    }
  });
});

test('a stage without a generation is refused by name', () => {
  expect(() => synthesized('dev', { personalizeGenerations: [] })).toThrow('personalizeGenerations');
});
