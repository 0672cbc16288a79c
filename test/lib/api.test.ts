import { synthesized } from './synthesis';

const { api, delivery } = synthesized('dev').templates;

test('every route asks the authorizer', () => {
  const routes = [api, delivery].flatMap((template) =>
    Object.values(template.findResources('AWS::ApiGatewayV2::Route')),
  );
  expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
    'DELETE /api/sessions/{id}',
    'DELETE /api/uploads/{id}',
    'GET /api/assets',
    'GET /api/assets/{id}',
    'GET /api/uploads/{id}',
    'PATCH /api/assets/{id}',
    'POST /api/assets/{id}/playback',
    'POST /api/assets/{id}/retry',
    'POST /api/sessions/{id}/heartbeat',
    'POST /api/uploads',
    'POST /api/uploads/{id}/complete',
  ]);
  for (const { Properties } of routes) {
    expect(Properties.AuthorizationType).toBe('CUSTOM');
    expect(Properties.AuthorizerId).toBeDefined();
  }
});

test("the authorizer's word on a token holds for five minutes at most, and for that token only", () => {
  api.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 300,
  });
});

test('requests are throttled, and logged without their tokens', () => {
  const [stage] = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
  expect(stage?.Properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
  const fields = Object.values(JSON.parse(stage?.Properties.AccessLogSettings.Format));
  expect(fields).toContain('$context.requestId');
  expect(fields.filter((field) => /header|authorization/i.test(String(field)))).toEqual([]);
});
