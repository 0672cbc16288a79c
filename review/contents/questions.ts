/** The questions of reviewers with their answers' pages. Pages are relative to `docs/review/`. */
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
      q('How is an asset processed?', 'way-of-an-asset.md', '../processing.md#the-way-of-an-asset'),
      q('Which stacks exist, in which order and region?', 'stacks.md', '../architecture.md#stacks'),
      q('Where do data flow, and where are the trust boundaries?', 'data-flow.md'),
      q('Why were decisions made?', '../adr/README.md'),
      q('What do the terms mean?', '../architecture.md#words'),
      q(
        'How are captions and dubs created?',
        '../processing.md#speech',
        '../flow.md#8-translate-and-polly-speak-other-languages',
      ),
      q(
        'How do recommendations work, and what happens when Personalize does not respond?',
        '../recommendations.md#rows',
        '../recommendations.md#training-data',
      ),
      q('How are reports created?', '../analytics.md#insights', '../analytics.md#the-lake'),
      q('What is real-time, and what is not?', 'freshness.md'),
      q('How does the same app run on a laptop, and where does it differ?', '../../local/README.md'),
      q(
        'Are live streaming, linear channels, ads and offline viewing supported?',
        'board.md#live-streaming-and-linear-channels',
        'board.md#advertising',
        'board.md#offline-viewing-and-downloads',
      ),
      q('How much does the platform depend on AWS?', 'board.md#portability-and-vendor-lock-in'),
    ],
  },
  {
    title: 'Data',
    questions: [
      q('Which data are stored, where, and for how long?', 'inventory.md#buckets', 'inventory.md#tables'),
      q(
        'Which personal data are stored?',
        'inventory.md#users-secrets-and-the-edge',
        'inventory.md#tables',
        'inventory.md#logs',
      ),
      q('Who may read which data?', 'who-may-read-what.md', 'inventory.md', 'permissions.md'),
      q('What is encrypted, and by which key?', 'inventory.md#keys'),
      q(
        'What is backed up, and what is copied to a second region?',
        'inventory.md',
        'region-failure.md#parts-in-both-regions',
      ),
      q('What remains when a stack is deleted?', 'inventory.md#buckets'),
      q('What is logged?', 'inventory.md#logs'),
      q(
        'Can the data of a person be erased? Can a film be deleted?',
        'board.md#erasure-of-a-persons-data-gdpr-article-17',
        'board.md#deletion-of-a-film',
      ),
      q('In which countries are data stored?', 'board.md#data-residency'),
      q('Are data used to train services of AWS?', 'board.md#use-of-data-by-machine-learning-services'),
      q('Which resources exist, and how many?', 'inventory.md#resources-by-type-and-stack'),
    ],
  },
  {
    title: 'Security',
    questions: [
      q('Who may do what?', '../access.md#who-may-do-what'),
      q('How do users sign in? Is federation supported?', '../access.md#signing-in', 'board.md#identity-federation'),
      q('What may each role do, and does it need that?', 'permissions.md', '../access.md#permissions-of-functions'),
      q(
        'How are films protected? Are DRM and watermarks supported?',
        '../playback.md#sessions-and-signatures',
        'board.md#digital-rights-management',
        'board.md#watermarking',
      ),
      q('How is a session ended?', '../adr/0014-ended-sessions-at-the-edge.md'),
      q('How are keys created and rotated?', '../playback.md#sessions-and-signatures', 'inventory.md#keys'),
      q('Which security gaps are known?', 'well-architected.md#security-gaps'),
      q(
        'Which packages are used, under which licences?',
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
      q('How is the cost kept low, and which measures are missing?', 'well-architected.md#cost-optimization'),
      q('Is there a limit on the cost?', 'board.md#ceiling-of-cost'),
      q('What do recommendations cost?', '../recommendations.md#lifecycle-of-recommenders'),
    ],
  },
  {
    title: 'Failure',
    questions: [
      q(
        'What happens when a region fails? What do viewers and creators see?',
        'region-failure.md#effects-minute-by-minute',
      ),
      q('Which data are in one region only?', 'region-failure.md#parts-in-the-first-region-only'),
      q(
        'How much data can be lost, and how long does a recovery take (RPO, RTO)?',
        'board.md#service-levels-rto-and-rpo',
        'region-failure.md',
      ),
      q(
        'What happens to duplicate, late or lost events?',
        'well-architected.md#reliability-claims',
        '../adr/0002-one-job-per-run.md',
      ),
      q('What happens when one language fails?', '../processing.md#speech'),
      q('What happens when an access is denied?', '../access.md#permissions-of-functions'),
      q('What happens when Personalize hangs?', '../adr/0022-recommendations-never-wait.md'),
      q('Which weaknesses are known?', 'well-architected.md#reliability-gaps'),
      q('Which quotas are nearly used up, and which can be raised?', 'quotas.md#how-full-they-are'),
      q('Does it scale to a million viewing hours?', 'board.md#growth-to-a-million-viewing-hours'),
    ],
  },
  {
    title: 'Operation',
    questions: [
      q('How is it deployed, tested and taken down?', '../deployment.md'),
      q('Which alarms exist, and what do they watch?', '../flow.md', 'well-architected.md#operational-excellence-gaps'),
      q('Which settings does a stage have?', '../../lib/config.ts', '../../lib/stages.ts'),
      q('What is checked before a deployment?', '../adr/0029-checks-of-templates.md'),
      q('How is it tested?', '../../CONTRIBUTING.md'),
      q('What is measured?', '../../bench/README.md'),
      q('Can it serve several brands or use several accounts?', 'board.md#multi-tenancy', 'board.md#several-accounts'),
      q(
        'How are accessibility, disclosure and parental control handled?',
        'board.md#accessibility',
        'board.md#disclosure-of-synthetic-voices-and-machine-captions',
        'board.md#parental-control',
      ),
      q('How does it compare with the six Well-Architected pillars?', 'well-architected.md'),
      q('What changed?', '../../CHANGELOG.md'),
    ],
  },
];
