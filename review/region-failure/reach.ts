import { type Claim, claim, noProperty, noResource, source, template, test } from '../evidence/evidence';

/** Parts that continue without the first region. */
export const multiRegion: readonly Claim[] = [
  claim(
    'Films: every object of a published asset is replicated to the second region, under its key there, with delete markers.',
    template('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Status', 'Enabled'),
    test(
      'lib/storage',
      'content is replicated to the second region: encrypted objects, under its key there, and deletions too',
    ),
  ),
  claim(
    'Delivery: CloudFront reads the second bucket when the first returns 403, 404, 500, 502, 503 or 504, or does not respond.',
    template(
      'prod',
      'Delivery',
      'ScreenDistribution',
      'DistributionConfig.OriginGroups.Items.0.FailoverCriteria.StatusCodes.Items',
      [403, 404, 500, 502, 503, 504],
    ),
    test('lib/delivery', 'come from the second region when the first one fails or refuses'),
    test('journeys/sessions', 'playback goes on from the replica, by cookies and by signed addresses'),
  ),
  claim(
    'Signatures and ended sessions are checked at the edge, with the keys and the list that CloudFront has.',
    template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.CacheBehaviors.*.TrustedKeyGroups'),
    test(
      'lib/delivery',
      'are looked up by the edge function, written by the session handler, and listed only by the sweep',
    ),
  ),
  claim(
    'Records of assets: the table `assets` is a global table with a replica in the second region. No function runs there, so only an operator can read it.',
    template('prod', 'Storage', 'Assets', 'Replicas.*.Region', 'eu-central-1'),
    noResource('prod', 'AWS::Lambda::Function', 'Replica'),
  ),
  claim(
    "The master secret of the app’s own content keys is copied to the second region if a stage has `drm: {keyProvider: 'own'}`.",
    source('lib/constructs/content-keys.ts', 'replicaRegions: [{ region: stage.replicaRegion'),
  ),
];

/** Parts that stop with the first region. */
export const singleRegion: readonly Claim[] = [
  claim(
    'Sign-in: the user pool is in the first region and has no copy. Existing access tokens stay valid for half an hour, but the API is not available.',
    noResource('prod', 'AWS::Cognito::UserPool', 'Replica'),
    test(
      'lib/auth',
      'the app client is public, does not reveal which users exist, and its access tokens are short-lived',
    ),
  ),
  claim(
    'The API and everything behind it: new playback sessions, heartbeats, lists, uploads, recommendations, reports.',
    noResource('prod', 'AWS::ApiGatewayV2::Api', 'Replica'),
    template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.OriginGroups.Quantity', 1),
  ),
  claim(
    'Manifests for players without cookies: the function that signs them is in the first region. It reads the second bucket when the first one fails, which helps if only S3 fails.',
    noResource('prod', 'AWS::Lambda::Url', 'Replica'),
    source('lib/constructs/signed-manifests.ts', 'REPLICA_BUCKET: replica.content.bucketName'),
  ),
  claim(
    'The page: its bucket is in the first region and has no second origin.',
    source('lib/constructs/viewer-distribution.ts', 'origin: S3BucketOrigin.withOriginAccessControl(props.page'),
    noProperty('prod', 'Delivery', 'SiteBucket', 'ReplicationConfiguration'),
  ),
  claim(
    'Uploads and processing: the workflow and its functions, and the MediaConvert queue. Sources have a second copy if the stage has `secondCopies`, but nothing reads it without an operator.',
    template('prod', 'Storage', 'Uploads', 'ReplicationConfiguration.Rules.0.Status', 'Enabled'),
    noResource('prod', 'AWS::StepFunctions::StateMachine', 'Replica'),
  ),
  claim(
    'History and preferences of viewers: the stream, and the tables `viewers`, `activity`, `sessions`, `jobs` and `rankings`. Interactions have a second copy if the stage has `secondCopies`.',
    template('prod', 'Storage', 'Lake', 'ReplicationConfiguration.Rules.0.Status', 'Enabled'),
    noProperty('prod', 'Storage', 'Viewers', 'Replicas.1'),
    noProperty('prod', 'Storage', 'Activity', 'Replicas.1'),
    noProperty('prod', 'Storage', 'Sessions', 'Replicas.1'),
    noProperty('prod', 'Storage', 'Jobs', 'Replicas.1'),
    noProperty('prod', 'Storage', 'Rankings', 'Replicas.1'),
  ),
  claim(
    'The private signing keys have no copy in the second region.',
    noProperty('prod', 'Delivery', 'SigningKeysSecret1', 'ReplicaRegions'),
  ),
];
