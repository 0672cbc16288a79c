import { call, query } from './steps';

/** JSONata for the state of the lake that the rankings are computed from. Missing if an operator starts the workflow. */
const news = '$states.context.Execution.Input.news';

/** Number of titles in a ranking. */
const longest = 100;

/**
 * Computes the rankings of titles from the lake and writes them to the table of rankings: rows
 * `{id, assets: [{id, score}], computedAt}`, the best title first; and then the row `{id: 'seen', news, computedAt}`. Input:
 * `{news?}`.
 */
export function popularityDefinition() {
  return {
    Comment: 'Ranks titles by what was watched',
    QueryLanguage: 'JSONata',
    StartAt: 'Rankings',
    States: {
      Rankings: {
        Type: 'Map',
        Items: ['popular', 'trending'],
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Ranking',
          States: {
            Ranking: { Type: 'Pass', Assign: { ranking: '{% $states.input %}' }, Next: 'Ask' },
            Ask: query(
              {
                sql: `{% 'SELECT asset_id, score FROM ' & $ranking & ' ORDER BY score DESC, asset_id LIMIT ${longest}' %}`,
                // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
                workgroup: '${Workgroup}',
              },
              { output: '{% $states.result.QueryExecution.QueryExecutionId %}', next: 'Read' },
            ),
            Read: call('athena:getQueryResults', {
              arguments: { QueryExecutionId: '{% $states.input %}' },
              // The first row has the columns' names.
              output:
                '{% {"rows": [$filter($states.result.ResultSet.Rows, function($row, $index) { $index > 0 }).' +
                '{"M": {"id": {"S": Data[0].VarCharValue}, "score": {"N": Data[1].VarCharValue}}}]} %}',
              next: 'Keep',
            }),
            Keep: call('dynamodb:putItem', {
              arguments: {
                // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
                TableName: '${RankingsTable}',
                Item: {
                  id: { S: '{% $ranking %}' },
                  assets: { L: '{% $states.input.rows %}' },
                  computedAt: { S: '{% $now() %}' },
                },
              },
              output: '{% {"ranking": $ranking} %}',
            }),
          },
        },
        Output: {},
        Next: 'NoteSeen',
      },
      // Last, so that rankings that failed are computed by the next run.
      NoteSeen: call('dynamodb:putItem', {
        arguments: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
          TableName: '${RankingsTable}',
          Item: {
            id: { S: 'seen' },
            news: { S: `{% $exists(${news}) ? ${news} : 'unknown' %}` },
            computedAt: { S: '{% $now() %}' },
          },
        },
        output: {},
      }),
    },
  };
}
