import { type Claim, claim, noFile, noProperty, noText, source, template, test } from '../evidence/evidence';

/** What viewers and creators see, in the order in which they see it. */
export const timeline: readonly (Claim & { readonly when: string })[] = [
  {
    when: 'Minute 0 to 1',
    ...claim(
      '**A film that is playing** continues. Cached segments are served as before; for all others, CloudFront tries the first bucket and then the second. If the region refuses, that costs one round trip; if it does not respond, up to 30 seconds per request (three attempts of ten seconds, [CloudFront’s defaults](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html)), which the viewer may see as a pause.',
      noProperty('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.Origins.*.ConnectionAttempts'),
      noProperty('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.Origins.*.ConnectionTimeout'),
      test('local/test/services/cloudfront/edge', 'is answered by the second origin when the first fails'),
    ),
  },
  {
    when: 'Minute 0 to 1',
    ...claim(
      '**A viewer who starts a film** sees an error: opening a session, signing in and loading lists fail. **A creator** cannot upload; parts that were on their way fail. What was published stays published.',
      template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.CacheBehaviors.*.PathPattern', '/api/*'),
      test('lib/delivery', 'the API is passed on as it is: never cached, all methods, all headers but Host'),
    ),
  },
  {
    when: 'From minute 1',
    ...claim(
      '**Heartbeats** fail. The page ignores that and continues; the signature is valid for the stage’s `sessionSeconds` from its last renewal, eight hours in `prod`.',
      source('web/player.ts', 'presence.heartbeat().catch(() => {})'),
      source('lib/stages.ts', 'sessionSeconds: 8 * hour'),
    ),
  },
  {
    when: 'From minute 1',
    ...claim(
      '**A player without cookies** continues with the manifests that it has loaded. The edge keeps signed manifests for a minute, so one that loads a new one fails.',
      test(
        'lambda/delivery/manifest',
        'answers a manifest that carries the session’s signature, for a minute at the edge and never in a browser',
      ),
      test('lib/delivery', 'are kept at the edge for minutes at most'),
    ),
  },
  {
    when: 'From minute 1',
    ...claim(
      '**Events** wait in the page, and are sent again with the same ids; what waits is lost when the page is closed for good.',
      test('web/events', 'a batch whose answer was lost is sent again with the same ids'),
      noText('web/events.ts', 'localStorage'),
    ),
  },
  {
    when: 'From minute 1',
    ...claim(
      '**Films in processing** stop. Objects that were published in the last moments may be missing in the second region: replication is asynchronous, without a time limit that S3 promises.',
      noProperty('prod', 'Storage', 'Content', 'ReplicationConfiguration.Rules.0.Destination.ReplicationTime'),
      test(
        'local/test/services/s3/replication',
        'what was pending when the process ended is replicated after the restart',
      ),
    ),
  },
  {
    when: 'Hour 8',
    ...claim(
      '**Signatures expire.** From then on no film plays until the region is back.',
      test('lambda/delivery/sessions', 'keeps the session counted for as long as its signature holds'),
    ),
  },
  {
    when: 'When the region is back',
    ...claim(
      '**Work continues where it stopped**: uploads that were interrupted, executions that wait for jobs, and events that pages still hold. Nothing was written in the second region, so nothing has to be copied back.',
      noProperty('prod', 'Replica', 'Content', 'ReplicationConfiguration'),
      test('lambda/api/uploads', 'tells the parts that are there, and gives URLs for the others'),
      test('lib/constructs/workflow/runs', 'when the event of the end of the transcription is lost, it is looked for'),
    ),
  },
];

/** What an operator can do, and what has no procedure. */
export const operator: readonly Claim[] = [
  claim(
    'No alarm of the stage reports the failure of a region, and those that exist have no action: AWS Health or viewers report it first.',
    noProperty('prod', 'Analytics', 'AWS::CloudWatch::Alarm', 'AlarmActions'),
  ),
  claim(
    'During the failure nothing has to be switched: CloudFront fails over per request, and returns by itself.',
    test('lib/delivery', 'come from the second region when the first one fails or refuses'),
  ),
  claim(
    'Sessions cannot be ended in the meantime: the list at the edge is written by a function of the first region only.',
    test('lib/delivery', 'are looked up by the edge function, and written by nobody but the session handler'),
  ),
  claim(
    'A new stage in another region can be deployed (`-c stage=… -c primaryRegion=… -c replicaRegion=…`). It begins empty: users sign up again, and films have to be brought there from the replica by hand.',
    test('lib/context', 'stacks and their data are in the regions that were asked for'),
    noFile('docs/recovery.md'),
  ),
  claim(
    'Afterwards, assets that failed are tried again by their owners, or by an admin; events in the dead-letter queue are kept for two weeks, and no command sends them back.',
    test('lambda/api/assets', 'starts a new run and forgets the reason'),
    template('prod', 'MediaPipeline', 'DeadLetters', 'MessageRetentionPeriod', 1_209_600),
    noFile('ops/redrive'),
  ),
];

/** Other regions that something of a stage is in. */
export const otherRegions: readonly Claim[] = [
  claim(
    'The **second region** fails: viewers see nothing of it, since it is asked only when the first one fails. Until it is back, there is one copy.',
    template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.OriginGroups.Items.0.Members.Quantity', 2),
  ),
  claim(
    '**us-east-1** fails: the web ACL, the certificate and the delivery of edge logs are configured there and cannot be changed; the distribution goes on at the edges. Requests of that time may be missing in the lake.',
    template('prod', 'Edge', 'Firewall', 'Scope', 'CLOUDFRONT'),
    source('lib/constructs/lake/edge-logs.ts', 'All of it is in us-east-1'),
  ),
];
