import { type Claim, claim, noProperty, noText, source, template, test } from '../evidence/evidence';

/** The effects for viewers and creators, in chronological order. */
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
      '**A viewer who starts a film** sees an error: opening a session, signing in and loading lists fail. **A creator** cannot upload, and parts in transfer fail. Published films stay published.',
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
      '**A player without cookies** continues with the manifests that it has loaded. The edge caches signed manifests for a minute; after that, loading a new one fails.',
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
      '**Events** wait in the page, which sends them again with the same ids. They are lost if the page is closed.',
      test('web/events', 'a batch whose answer was lost is sent again with the same ids'),
      noText('web/events.ts', 'localStorage'),
    ),
  },
  {
    when: 'From minute 1',
    ...claim(
      '**Processing of films** stops. The most recently published objects may be missing in the second region, because replication is asynchronous and S3 guarantees no time limit for it.',
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
      '**Signatures expire.** After that, no film plays until the region is back.',
      test('lambda/delivery/sessions', 'keeps the session counted for as long as its signature holds'),
    ),
  },
  {
    when: 'When the region is back',
    ...claim(
      '**Work continues where it stopped**: interrupted uploads, executions that wait for jobs, and events that wait in pages. Nothing was written in the second region, so nothing must be copied back.',
      noProperty('prod', 'Replica', 'Content', 'ReplicationConfiguration'),
      test('lambda/api/uploads', 'lists the parts that were uploaded, and returns URLs for the others'),
      test('lib/constructs/workflow/runs', 'that waits in the queue of transcriptions'),
      test('lambda/media-pipeline/reconcile/reconcile', 'whose source has arrived gets its event again, from %s'),
    ),
  },
];

/** The possible actions of an operator, and the missing procedures. */
export const operator: readonly Claim[] = [
  claim(
    'If the first region fails, its alarms fail too. CloudFront’s alarm is in us-east-1 and reports what viewers get; AWS Health reports the region.',
    test('lib/monitoring', 'notifies topics of the alarms’ own regions, which CloudWatch may use'),
  ),
  claim(
    'During the failure no manual switch is needed: CloudFront fails over for each request and returns by itself.',
    test('lib/delivery', 'come from the second region when the first one fails or refuses'),
  ),
  claim(
    'Sessions cannot be ended during the failure, because only a function in the first region writes the list at the edge.',
    test(
      'lib/delivery',
      'are looked up by the edge function, written by the session handler, and listed only by the sweep',
    ),
  ),
  claim(
    'A new stage can be deployed in another region (`-c stage=… -c primaryRegion=… -c replicaRegion=…`). It is empty. Users are imported from an export, and an operator copies films from the replica, as docs/recovery.md describes.',
    test('lib/context', 'stacks and their data are in the regions that were asked for'),
    source('docs/recovery.md', '## A lost region'),
  ),
  claim(
    'After the failure, owners or an admin retry failed assets. Events in the dead-letter queue are kept for two weeks, and `npm run redrive` gives them back.',
    test('lambda/api/assets', 'starts a new run and forgets the reason'),
    template('prod', 'MediaPipeline', 'DeadLetters', 'MessageRetentionPeriod', 1_209_600),
    test('ops/redrive/laptop', 'a film whose event is in the dead letters becomes READY'),
  ),
];

/** Failures of the stage's other regions. */
export const otherRegions: readonly Claim[] = [
  claim(
    'The **second region** fails: viewers do not notice it, because CloudFront reads it only when the first one fails. Until it is back, there is only one copy.',
    template('prod', 'Delivery', 'ScreenDistribution', 'DistributionConfig.OriginGroups.Items.0.Members.Quantity', 2),
  ),
  claim(
    '**us-east-1** fails: the web ACL, the certificate and the delivery of edge logs are configured there and cannot be changed. The distribution continues at the edge locations. Requests of that time may be missing in the lake.',
    template('prod', 'Edge', 'Firewall', 'Scope', 'CLOUDFRONT'),
    source('lib/constructs/lake/edge-logs.ts', 'us-east-1, regardless of'),
  ),
];
