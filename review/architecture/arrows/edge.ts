import type { Arrow } from '../model';
import { at } from './at';

/** From people to the edge, to sign-in, and to the API and its handlers. */
export const edge: readonly Arrow[] = [
  {
    from: at('people', 'right', -311),
    to: at('uploads-bucket', 'left'),
    label: { text: 'parts, by presigned addresses', x: 238, y: 180 },
    evidence: { grant: 'Api/Uploads', action: 's3:PutObject', on: 'Storage/Uploads' },
  },
  {
    from: at('people', 'right', 36),
    to: at('edge', 'left', -16),
    evidence: { property: 'Delivery/Address', refersTo: 'Delivery/ScreenDistribution' },
  },
  {
    from: at('people', 'right', 308),
    to: at('users', 'left'),
    label: { text: 'sign in: code and PKCE', x: 240, y: 799 },
    evidence: { property: 'Delivery/ClientApp', refersTo: 'Auth/Users' },
  },
  {
    from: at('people', 'right', 400),
    to: at('quicksight', 'bottom'),
    label: { text: 'dashboard', x: 250, y: 895 },
    evidence: { property: 'Dashboard/Dashboard', contains: 'quicksight:DescribeDashboard' },
  },
  {
    from: at('edge', 'top', 42),
    to: at('replica-region', 'bottom', 42),
    dashed: true,
    label: { text: 'failover', x: 250, y: 363 },
    evidence: {
      all: [
        { property: 'Delivery/ScreenDistribution', refersTo: 'Replica/Content' },
        { property: 'Delivery/ScreenDistribution', contains: 'FailoverCriteria' },
      ],
    },
  },
  {
    from: at('edge', 'right', -132),
    to: at('origins', 'left', 37),
    evidence: {
      all: [
        { property: 'Delivery/ScreenDistribution', refersTo: 'Storage/Content' },
        { property: 'Delivery/ScreenDistribution', refersTo: 'Delivery/SignedManifests' },
        { property: 'Delivery/ScreenDistribution', refersTo: 'Delivery/Site' },
      ],
    },
  },
  {
    from: at('edge', 'right', 32),
    to: at('api', 'left'),
    evidence: { property: 'Delivery/ScreenDistribution', refersTo: 'Delivery/PublicApi' },
  },
  {
    from: at('playback', 'top'),
    to: at('edge', 'right', -49),
    bends: [503],
    dashed: true,
    label: { text: 'ended sessions', x: 600, y: 508 },
    evidence: {
      grant: 'Delivery/Playback',
      action: 'cloudfront-keyvaluestore:UpdateKeys',
      on: 'Delivery/EndedSessions',
    },
  },
  {
    from: at('api', 'right'),
    to: at('handlers', 'left', 17),
    evidence: {
      all: [
        { property: 'Api/UploadRoutes', refersTo: 'Api/Uploads' },
        { property: 'Api/AssetRoutes', refersTo: 'Api/Assets' },
        { property: 'Delivery/PlaybackRoutes', refersTo: 'Delivery/Playback' },
        { property: 'Api/RecommendationRoutes', refersTo: 'Api/Recommendations' },
        { property: 'Api/EventRoutes', refersTo: 'Api/Events' },
        { property: 'Api/MeRoutes', refersTo: 'Api/Me' },
        { property: 'Api/InsightRoutes', refersTo: 'Api/Insights' },
      ],
    },
  },
  {
    from: at('api', 'bottom'),
    to: at('authorizer', 'top'),
    evidence: { property: 'Delivery/PublicApiAuthorizer', refersTo: 'Delivery/AuthorizerFunction' },
  },
  {
    from: at('authorizer', 'bottom'),
    to: at('users', 'top'),
    evidence: { property: 'Delivery/AuthorizerFunction', refersTo: 'Auth/Users' },
  },
  {
    from: at('handlers', 'bottom', -408),
    to: at('tables', 'top'),
    evidence: { grant: 'Api/Uploads', action: 'dynamodb:PutItem', on: 'Storage/Assets' },
  },
];
