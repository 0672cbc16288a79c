import { readTiming } from './playlists';

/**
 * Lists the faults in the target durations of a presentation's media playlists (RFC 8216, 4.3.3.1 and 6.2.4): all must
 * be equal, and no segment may be longer when rounded to whole seconds.
 * @param playlists the texts by names for messages, without the playlists of captions and key frames
 */
export function targetDurationProblems(playlists: Readonly<Record<string, string>>): string[] {
  const timings = Object.entries(playlists).map(([name, text]) => ({ name, ...readTiming(text) }));
  const problems = timings.flatMap(({ name, targetDuration, durations }) => {
    if (targetDuration === undefined) return [`${name} declares no target duration`];
    return durations
      .filter((seconds) => Math.round(seconds) > targetDuration)
      .map((seconds) => `${name}: a segment of ${seconds} s is longer than the target duration of ${targetDuration} s`);
  });
  const declared = timings.filter(({ targetDuration }) => targetDuration !== undefined);
  if (new Set(declared.map(({ targetDuration }) => targetDuration)).size > 1) {
    const each = declared.map(({ name, targetDuration }) => `${name} declares ${targetDuration} s`);
    problems.push(`unequal target duration: ${each.join(', ')}`);
  }
  return problems;
}
