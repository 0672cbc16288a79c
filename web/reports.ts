import { type ReportName, reports } from '../lambda/shared/reports';

/** The question that each report answers for a reader, and the column that the bars show. */
export const questions: Readonly<Record<ReportName, { readonly question: string; readonly by: string }>> = {
  'watch-time': { question: 'Which titles do viewers watch?', by: 'watch_seconds' },
  completion: { question: 'When do viewers stop watching?', by: 'share' },
  languages: { question: 'In which languages do viewers watch?', by: 'watch_seconds' },
  quality: { question: 'How well do films play?', by: 'startup_p95_ms' },
  'quality-effect': { question: 'Do interruptions reduce watching?', by: 'watched_share' },
  funnel: { question: 'How many viewers start and finish a title?', by: 'starts' },
  attribution: { question: 'Which recommendations work?', by: 'click_rate' },
  searches: { question: 'What do viewers search for?', by: 'searches' },
  edge: { question: 'How well does CloudFront deliver?', by: 'hit_ratio' },
};

/** The parameters of a request for a report. Days are `YYYY-MM-DD`; a report that is not by day does not accept them. */
export function parametersOf(report: ReportName, from: string, to: string): Readonly<Record<string, string>> {
  return reports[report].byDay ? { from, to } : {};
}
