/** The content of each store, by `{stack}/{logical id without its hash}`. A missing store fails `npm run review`. */
export const contents: Readonly<Record<string, string>> = {
  'Storage/Uploads': 'uploaded sources, at `uploads/{assetId}/source`',
  'Storage/Content':
    'published films below `{assetId}/`: segments, manifests, captions, dubs; intermediate files of dubs below `work/`',
  'Storage/Lake':
    'interactions (with the pseudonyms of viewers), requests to the edge, one line per title, results of queries, import files',
  'Storage/AccessLog': 'S3 server access logs of the other buckets of the stack',
  'Replica/Content': 'copies of all objects of published assets; nothing below `work/`',
  'Replica/CopyUploads': 'second copies of the sources',
  'Replica/CopyLake': 'second copies of the interactions',
  'Replica/AccessLog': 'S3 server access logs of the second content bucket, and of the second copies',
  'Delivery/SiteBucket': 'files of the page and its configuration, written at each deployment',
  'Delivery/AccessLog': 'S3 server access logs of the site bucket',

  'Storage/Assets': 'one record per asset: title, owner, status, source, tracks, reasons, publication',
  'Storage/Jobs': 'encoding and transcription jobs: claims, task tokens, results, processed events',
  'Storage/Sessions': 'playback sessions, and one row per viewer that counts the open ones',
  'Storage/Viewers':
    'preferences of viewers: personalised or not, languages, age limit; the only link between a user and a pseudonym',
  'Storage/Activity':
    'per viewer: digests of the last events, the position in each film, and the events and seconds that were counted lately',
  'Storage/Rankings': 'rankings of popular and trending titles',
  'Storage/Erasures': 'erasures of assets and viewers: whose, until they are done; then certificates that name no one',
  'Storage/Usage': 'per creator: open uploads, and what was used within a day',

  'Delivery/SigningKeysSecret1': 'private key 1, which signs cookies and addresses of playback sessions',
  'Delivery/SigningKeysSecret2': 'private key 2, which signs cookies and addresses of playback sessions',
  'Delivery/OriginKeysValue1': 'value 1, by which the API recognizes requests of the distribution',
  'Delivery/OriginKeysValue2': 'value 2, by which the API recognizes requests of the distribution',
  'Monitoring/CanaryCredentials': "name and password of the canary's user",
  'Auth/Users': 'users: e-mail address, password verifier, second factor, groups',
  'Delivery/EndedSessions': 'ids of ended playback sessions, each with the end of its refusal',
  'Delivery/ScreenDistribution': 'copies of films, manifests, captions and the page in edge caches',

  'Analytics/InteractionsStream': 'events of viewers on their way to the lake',
  'Storage/DeletionLists': 'random ids of viewers whom Personalize is to delete, for some minutes each',
  'Storage/FailedRecords': 'changes of titles and viewers that `personalize-sync` could not process',
  'Monitoring/CanaryDeadLetters': 'starts of the canary that failed',
  'MediaPipeline/DeadLetters': 'events that `ingest`, `job-finished` and `fail` could not process',
  'MediaPipeline/ReconcilerDeadLetters': 'starts of `reconcile` that failed',
  'Erasure/DeadLetters': 'starts of `resume-erasures` that failed',
  'Delivery/SessionSweepDeadLetters': 'starts of `sweep-sessions` that failed',
  'Monitoring/AlarmsTopic': 'notices of alarms: names, thresholds and values; delivered but not stored',
  'EdgeMonitoring/AlarmsTopic': 'notices of alarms in us-east-1; delivered but not stored',
  'ReplicaMonitoring/AlarmsTopic': 'notices of alarms in the replica region; delivered but not stored',
  'MediaPipeline/Failures': 'notices of failed assets with their reasons; delivered but not stored',
  'Personalization/DeadLetters': 'starts of the lifecycle and of the rankings that failed',

  'Personalization/DataGeneration1Interactions': 'views, finishes, clicks and ratings of viewers who are personalised',
  'Personalization/DataGeneration1Items': 'titles: genres, languages, age limits, status',
  'Personalization/DataGeneration1Users': 'viewers who are personalised: their languages',

  'Analytics/LakeCatalogInteractions': 'columns of the interactions in the lake, below `interactions/`',
  'Analytics/LakeCatalogCatalogue': 'columns of the titles in the lake, below `catalogue/`',
  'Analytics/LakeCatalogEdgeRequests': 'columns of the requests to the edge in the lake, below `edge/`',

  'Dashboard/DashboardwatchTime': 'watch time by day and title',
  'Dashboard/Dashboardcompletion': 'how far viewers get in each title',
  'Dashboard/Dashboardlanguages': 'watch time by language of sound and captions',
  'Dashboard/Dashboardquality': 'quality of playback by day and device',
  'Dashboard/DashboardqualityEffect': 'watch time by interruptions',
  'Dashboard/Dashboardfunnel': 'from titles shown to films watched',
  'Dashboard/Dashboardattribution': 'the same for each row of recommendations',
  'Dashboard/Dashboardsearches': 'search terms of viewers',
  'Dashboard/Dashboardedge': 'deliveries of the edge',

  'MediaPipeline/Workflow': 'input, output and errors of each run of an asset through the workflow',
  'Erasure/EraseAsset': 'ids of erasures, and what each step removed or found; no id of an asset',
  'Erasure/EraseViewer': 'ids of erasures, and what each step removed or found; no id of a user',
  'Personalization/Lifecycle': 'states of recommenders, imports and schema changes of each day',
  'Personalization/Popularity': 'results of the two queries for rankings, when there are new interactions',
};
