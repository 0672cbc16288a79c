import { calledRoutes } from '../../../review/drawings/callers';
import { assemblyOf } from './small-assembly';

const api = (RouteKey: string) => ({
  MeFunction00000000: { Type: 'AWS::Lambda::Function', Properties: {} },
  Integration00000000: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { IntegrationUri: { 'Fn::GetAtt': ['MeFunction00000000', 'Arn'] } },
  },
  Route00000000: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { RouteKey, Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration00000000' }]] } },
  },
});

test('a route leads to the function of its integration, for the groups of the table of routes', () => {
  const [route] = calledRoutes(assemblyOf({ Api: { resources: api('GET /api/insights/{report}') } }));
  expect(route).toEqual({
    ...{ key: 'GET /api/insights/{report}', function: 'Api.MeFunction00000000' },
    ...{ groups: ['admin'], ownership: 'any' },
  });
});

test('a route that the table does not have is an error', () => {
  expect(() => calledRoutes(assemblyOf({ Api: { resources: api('GET /api/secrets') } }))).toThrow('GET /api/secrets');
});
