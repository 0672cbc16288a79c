/** What reviewers ask, and where the answer is. Pages are relative to `docs/review/`. */
export interface Topic {
  readonly title: string;
  readonly questions: readonly { readonly asked: string; readonly answered: readonly string[] }[];
}

const q = (asked: string, ...answered: readonly [string, ...string[]]) => ({ asked, answered });

export const topics: readonly Topic[] = [
  {
    title: 'Architecture',
    questions: [
      q('What does the whole look like?', '../architecture.md', 'architecture.md'),
      q('What happens from the sign-in to the dashboard?', '../flow.md'),
      q('Which way does an asset take?', 'way-of-an-asset.md', '../processing.md#the-way-of-an-asset'),
      q('Which stacks are there, in which order and region?', 'stacks.md', '../architecture.md#stacks'),
      q('Where do data flow, and where are the borders of trust?', 'data-flow.md'),
      q('Why was it decided so?', '../adr/README.md'),
      q('What do the words mean?', '../architecture.md#words'),
      q(
        'How are captions and dubs made?',
        '../processing.md#speech',
        '../flow.md#8-translate-and-polly-speak-other-languages',
      ),
      q(
        'How do recommendations work, and what when Personalize does not answer?',
        '../recommendations.md#rows',
        '../recommendations.md#training-data',
      ),
      q('How are reports made?', '../analytics.md#insights', '../analytics.md#the-lake'),
      q('What is real-time, and what is not?', 'freshness.md'),
      q('How does the same app run on a laptop, and where does it differ?', '../../local/README.md'),
      q(
        'Live, linear, ads, offline?',
        'board.md#live-streaming-and-linear-channels',
        'board.md#advertising',
        'board.md#offline-viewing-and-downloads',
      ),
      q('How dependent is it on AWS?', 'board.md#portability-and-vendor-lock-in'),
    ],
  },
  {
    title: 'Data',
    questions: [
      q('Which data are kept, where, and for how long?', 'inventory.md#buckets', 'inventory.md#tables'),
      q(
        'Which personal data are there?',
        'inventory.md#users-secrets-and-the-edge',
        'inventory.md#tables',
        'inventory.md#logs',
      ),
      q('Who may read which data?', 'who-may-read-what.md', 'inventory.md', 'permissions.md'),
      q('What is encrypted, and by which key?', 'inventory.md#keys'),
      q(
        'What is backed up, and what is copied to a second region?',
        'inventory.md',
        'region-failure.md#what-is-in-both-regions',
      ),
      q('What remains when a stack is deleted?', 'inventory.md#buckets'),
      q('What is logged?', 'inventory.md#logs'),
      q(
        'Can a person’s data be erased? Can a film?',
        'board.md#erasure-of-a-persons-data-gdpr-article-17',
        'board.md#deletion-of-a-film',
      ),
      q('In which countries are data?', 'board.md#data-residency'),
      q('Are data used to train services of AWS?', 'board.md#use-of-data-by-machine-learning-services'),
      q('Which resources are there, and how many?', 'inventory.md#resources-by-type-and-stack'),
    ],
  },
  {
    title: 'Security',
    questions: [
      q('Who may do what?', '../access.md#who-may-do-what'),
      q('How do people sign in? Federation?', '../access.md#signing-in', 'board.md#identity-federation'),
      q('What may each role do, and is that the least?', 'permissions.md', '../access.md#permissions-of-functions'),
      q(
        'How are films protected? DRM, watermarks?',
        '../playback.md#sessions-and-signatures',
        'board.md#digital-rights-management',
        'board.md#watermarking',
      ),
      q('How is a session ended?', '../adr/0014-ended-sessions-at-the-edge.md'),
      q('How are keys made and rotated?', '../playback.md#sessions-and-signatures', 'inventory.md#keys'),
      q('What is known to be missing?', 'well-architected.md#security-what-is-not-there'),
      q(
        'Which packages are in it, under which licences?',
        '../dependencies.md',
        'board.md#licences-of-software-and-films',
      ),
      q('How is a vulnerability reported?', '../../SECURITY.md'),
      q('Who did what, and when?', 'board.md#audit-of-who-did-what'),
    ],
  },
  {
    title: 'Cost',
    questions: [
      q('What does a month cost, by service and by use?', '../cost.md'),
      q('What does an idle stage cost?', '../cost.md', '../../README.md'),
      q('What is done to keep it low, and what is not?', 'well-architected.md#cost-optimization'),
      q('Is there a ceiling?', 'board.md#ceiling-of-cost'),
      q('What is paid for recommendations?', '../recommendations.md#lifecycle-of-recommenders'),
    ],
  },
  {
    title: 'Failure',
    questions: [
      q(
        'What happens when a region fails? What do viewers and creators see?',
        'region-failure.md#what-people-see-minute-by-minute',
      ),
      q('What is in one region only?', 'region-failure.md#what-is-in-the-first-region-only'),
      q(
        'What is lost at most, and how long does it take (RPO, RTO)?',
        'board.md#service-levels-rto-and-rpo',
        'region-failure.md',
      ),
      q(
        'What happens to duplicate, late or lost events?',
        'well-architected.md#reliability-what-holds',
        '../adr/0002-one-job-per-run.md',
      ),
      q('What happens when one language fails?', '../processing.md#speech'),
      q('What happens when an access is denied?', '../access.md#permissions-of-functions'),
      q('What happens when Personalize hangs?', '../adr/0022-recommendations-never-wait.md'),
      q('Which weaknesses are known?', 'well-architected.md#reliability-what-is-not-there'),
      q('Which quotas are near, and which can be raised?', 'quotas.md#how-full-they-are'),
      q('Will it carry a million viewing hours?', 'board.md#growth-to-a-million-viewing-hours'),
    ],
  },
  {
    title: 'Operation',
    questions: [
      q('How is it deployed, tried and taken down?', '../../README.md'),
      q(
        'Which alarms are there, and what do they watch?',
        '../flow.md',
        'well-architected.md#operational-excellence-what-is-not-there',
      ),
      q('Which settings does a stage have?', '../../lib/config.ts', '../../lib/stages.ts'),
      q('What is checked before a deployment?', '../adr/0029-checks-of-templates.md'),
      q('How is it tested?', '../../CONTRIBUTING.md'),
      q('What is measured?', '../../bench/README.md'),
      q('Several brands, several accounts?', 'board.md#multi-tenancy', 'board.md#several-accounts'),
      q(
        'Accessibility, disclosure, parental control?',
        'board.md#accessibility',
        'board.md#disclosure-of-synthetic-voices-and-machine-captions',
        'board.md#parental-control',
      ),
      q('How does it stand by the six pillars?', 'well-architected.md'),
      q('What changed?', '../../CHANGELOG.md'),
    ],
  },
];
