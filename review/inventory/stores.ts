/** What is in each store, by `{stack}/{logical id without its hash}`. A store that is missing here fails the pack. */
export const contents: Readonly<Record<string, string>> = {
  'Storage/Uploads': 'sources as creators uploaded them, at `uploads/{assetId}/source`',
  'Storage/Content':
    'published films below `{assetId}/`: segments, manifests, captions, dubs; below `work/` what dubs are made from',
  'Storage/Lake':
    'interactions (with the ids of viewers), requests to the edge, one line per title, results of queries, import files',
  'Storage/AccessLog': 'S3 server access logs of the uploads, content and lake buckets',
  'Replica/Content': 'copies of all objects of published assets; nothing below `work/`',
  'Replica/AccessLog': 'S3 server access logs of the second content bucket',
  'Delivery/SiteBucket': 'files of the page and its configuration, written at each deployment',
  'Delivery/AccessLog': 'S3 server access logs of the site bucket',

  'Storage/Assets': 'one record per asset: title, owner, status, source, tracks, reasons, publication',
  'Storage/Jobs': 'encoding and transcription jobs: claims, task tokens, results, events that were handled',
  'Storage/Sessions': 'playback sessions, and one row per viewer that counts the open ones',
  'Storage/Viewers': 'what viewers chose: personalised or not, languages, age limit',
  'Storage/Activity': 'per viewer: digests of the last events, and how far they are in which films',
  'Storage/Rankings': 'the orders of popular and trending titles',

  'Delivery/SigningKeysSecret1': 'private key 1, which signs cookies and addresses of playback sessions',
  'Delivery/SigningKeysSecret2': 'private key 2, which signs cookies and addresses of playback sessions',
  'Auth/Users': 'users: e-mail address, password verifier, second factor, groups',
  'Delivery/EndedSessions': 'ids of playback sessions that were ended, and until when they are refused',
  'Delivery/ScreenDistribution': 'copies of films, manifests, captions and the page in edge caches',

  'Analytics/InteractionsStream': 'events of viewers on their way to the lake',
  'MediaPipeline/DeadLetters': 'events that `ingest`, `job-finished` and `fail` could not handle',
  'MediaPipeline/Failures': 'notices of assets that failed, with the reason; delivered, and not kept',
  'Personalization/DeadLetters': 'positions in the streams of the tables whose records could not be handled',

  'Personalization/DataGeneration1Interactions': 'views, finishes, clicks and ratings of viewers who are personalised',
  'Personalization/DataGeneration1Items': 'titles: genres, languages, age limits, status',
  'Personalization/DataGeneration1Users': 'viewers who are personalised: the languages that they chose',

  'Analytics/LakeCatalogInteractions': 'columns of the interactions in the lake, below `interactions/`',
  'Analytics/LakeCatalogCatalogue': 'columns of the titles in the lake, below `catalogue/`',
  'Analytics/LakeCatalogEdgeRequests': 'columns of the requests to the edge in the lake, below `edge/`',

  'Dashboard/DashboardwatchTime': 'watch time by day and title',
  'Dashboard/Dashboardcompletion': 'how far viewers get in each title',
  'Dashboard/Dashboardlanguages': 'watch time by language of sound and captions',
  'Dashboard/Dashboardquality': 'quality of playback by day and device',
  'Dashboard/DashboardqualityEffect': 'watch time against interruptions',
  'Dashboard/Dashboardfunnel': 'from titles in sight to films seen',
  'Dashboard/Dashboardattribution': 'the same for each row of recommendations',
  'Dashboard/Dashboardsearches': 'what viewers look for',
  'Dashboard/Dashboardedge': 'what the edge delivered',

  'MediaPipeline/Workflow': 'input, output and errors of each run of an asset through the workflow',
  'Personalization/Lifecycle': 'states of recommenders, imports and schema changes of each day',
  'Personalization/Popularity': 'results of the two queries for rankings, every 15 minutes',
};
