import { type Route, routes as table } from '../../lambda/shared/routes';
import { synthesized } from './synthesis';

const { stacks, templates } = synthesized('dev');
const { api, delivery, erasure } = templates;

const wanted = Object.entries<Route>(table).filter(([, { needs }]) => needs === undefined);
const routes = [api, delivery, erasure].flatMap((template) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route')),
);

test('every route of the API is in the table of who may do what, and every one of the table is in the API', () => {
  expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(wanted.map(([key]) => key).sort());
});

test('every route asks the authorizer', () => {
  for (const { Properties } of routes) {
    expect(Properties.AuthorizationType).toBe('CUSTOM');
    expect(Properties.AuthorizerId).toBeDefined();
  }
});

test("the authorizer's word on a token holds for five minutes at most, and for that token, door and address only", () => {
  delivery.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: [
      '$request.header.Authorization',
      '$request.header.omnistream-origin-key',
      '$request.header.omnistream-viewer-address',
    ],
    AuthorizerResultTtlInSeconds: 300,
  });
});

test.each(wanted)('%s has its share of the rate', (key, { share = 1 }) => {
  const [stage] = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
  expect(stage?.Properties.RouteSettings[key]).toMatchObject({
    ThrottlingRateLimit: 50 * share,
    ThrottlingBurstLimit: 100 * share,
  });
});

test('the API is opened once all its routes are there, which its limits name', () => {
  const [stage] = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
  const here = Object.keys(api.findResources('AWS::ApiGatewayV2::Route'));
  expect(stage?.DependsOn).toEqual(expect.arrayContaining(here));
  expect(stacks.api.dependencies).toEqual(expect.arrayContaining(['delivery', 'erasure']));
});

test('requests are throttled, and logged without their tokens', () => {
  const [stage] = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
  expect(stage?.Properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
  const fields = Object.values(JSON.parse(stage?.Properties.AccessLogSettings.Format));
  expect(fields).toContain('$context.requestId');
  expect(fields.filter((field) => /header|authorization/i.test(String(field)))).toEqual([]);
});

test('who recommends reads by id and by the index, and writes nothing', () => {
  const policies = Object.entries(api.findResources('AWS::IAM::Policy'));
  const [, policy] = policies.find(([id]) => id.startsWith('RecommendationsRole')) ?? [];
  const actions: string[] = policy?.Properties.PolicyDocument.Statement.flatMap(
    ({ Action }: { Action: string }) => Action,
  );
  const onTables = actions.filter((action) => action.startsWith('dynamodb:'));
  expect([...new Set(onTables)].sort()).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']);
  expect(actions.filter((action) => action.startsWith('kms:') && action !== 'kms:Decrypt')).toEqual([]);
});
