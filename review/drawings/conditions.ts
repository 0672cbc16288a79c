/**
 * The meanings of the state machines' conditions, by their JSONata. A condition without an entry fails the drawings, so a
 * change of a condition also needs a change here.
 */
const texts: Readonly<Record<string, string>> = {
  '$exists($states.context.Execution.Input.speech.original)': 'only languages, cues known',
  '$exists($states.context.Execution.Input.speech)': 'only languages',
  '$exists($known.cuesKey)': 'cues known',
  '$count($probe.audio) = 0': 'no sound',
  $mustExtract: 'not for Transcribe',
  "$decision = 'wait'": 'above a limit of the budget',
  '$states.input.isComplete': 'nothing left',
  '$found = 0': 'nothing found',
  '$rounds < 8': 'fewer than 8 rounds',
  "$heard.speech = 'found'": 'speech found',
  '$states.input.SchemaArn = $dataset.schema': 'schema in force',
  "$exists($states.input.LatestDatasetUpdate) and $states.input.LatestDatasetUpdate.SchemaArn = $dataset.schema and $contains($states.input.LatestDatasetUpdate.Status, 'FAILED')":
    'last update failed',
  "$exists($states.input.LatestDatasetUpdate) and $states.input.LatestDatasetUpdate.SchemaArn = $dataset.schema and $states.input.LatestDatasetUpdate.Status != 'ACTIVE'":
    'under way',
  '$number($states.input.counts[0]) >= 1000 and $number($states.input.counts[1]) >= 25': 'enough to learn from',
  "$states.input.Status = 'ACTIVE'": 'active',
  "$states.input.Status = 'CREATE FAILED'": 'failed',
  '$checks < 240': 'fewer than 240 looks',
  '$after != null': 'more to load',
  "$subject = 'titles'": 'viewers next',
  '$mayCreate and $recommender.creates': 'wanted',
  "$states.input.Status in ['ACTIVE', 'INACTIVE', 'CREATE FAILED'] and ($not($recommender.keep) or $states.input.DatasetGroupArn != $recommender.group)":
    'not kept',
  "$states.input.Status = 'ACTIVE' and $recommender.asked = 0 and $toMillis($states.input.CreationDateTime) < $millis() - 7 * 86400000":
    'unused for 7 days',
  "$states.input.Status = 'INACTIVE' and $recommender.asked > 0": 'asked for',
  '$trouble != null': 'a step failed',
  "'failed' in $reviewed.outcome": 'a recommender failed',
  "'failed' in $older.outcome": 'an older one failed',
  "'failed' in $moved.outcome": 'a dataset failed',
};

/** The meaning of a condition, such as `{% $mustExtract %}`. Throws for an unknown condition. */
export function meaningOf(condition: string): string {
  const expression = condition.replace(/^\{%\s*|\s*%\}$/g, '');
  const text = texts[expression];
  if (text === undefined) throw new Error(`review/drawings/conditions.ts has no meaning for: ${expression}`);
  return text;
}
