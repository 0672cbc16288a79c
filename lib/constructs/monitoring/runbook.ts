import type { Stage } from '../../config';

/** The sections of docs/runbook.md, by the anchors of their headings. A test compares both with the alarms. */
export type RunbookSection =
  | 'access-denied'
  | 'api-errors'
  | 'approvals-waiting'
  | 'bounces-and-complaints'
  | 'canary'
  | 'dead-letters'
  | 'edge-errors'
  | 'ended-sessions-store'
  | 'erasures-overdue'
  | 'events-not-accepted'
  | 'events-not-kept'
  | 'events-too-late'
  | 'failed-films'
  | 'function-errors'
  | 'function-throttles'
  | 'lake-records-refused'
  | 'malformed-records'
  | 'playback-fails'
  | 'recommenders-lost'
  | 'replication-failures'
  | 'replication-latency'
  | 'scheduled-workflows'
  | 'stream-is-behind'
  | 'uploads-late'
  | 'uploads-unnoticed';

/** The description of an alarm: its meaning, and where the runbook explains what to do. */
export function describeAlarm(meaning: string, section: RunbookSection, { alarms }: Pick<Stage, 'alarms'>): string {
  return `${meaning} Runbook: ${alarms?.runbookUrl ?? 'docs/runbook.md'}#${section}`;
}
