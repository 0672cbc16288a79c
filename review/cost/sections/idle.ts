import { idleCost, recommenderLine } from '../../../cost/idle';
import { priced, sumOf } from '../../../cost/line';
import { entryOf } from '../../../cost/prices';
import { sumText, usd } from '../../../cost/text';
import { table } from '../markdown';
import type { Stages } from '../month';

export function idleSection(stages: Stages): string {
  return [
    '## Idle',
    'These are the costs of a stage without users and stored data: its resources and its scheduled workflows. Recommenders run only if there is enough data, and are stopped after a week without use; the table shows those of `prod` as if all were active.',
    part(stages, 'dev'),
    part(stages, 'prod'),
  ].join('\n\n');
}

function part(stages: Stages, name: 'dev' | 'prod'): string {
  const { placed, stage } = stages[name];
  const recommenders = stage.recommenders > 0 ? [priced(recommenderLine(stage.recommenders, stage.region))] : [];
  const lines = [...idleCost(placed).lines, ...recommenders];
  return [
    `**\`${name}\`: ${sumText(sumOf(lines))} USD a month**`,
    table(
      ['service', 'USD a month', 'what', 'count', 'unit'],
      lines.map((line) => {
        const { per = 1, unit } = entryOf(line.price);
        const count = (line.quantity / per).toLocaleString('en-US', { maximumSignificantDigits: 4 });
        return [line.service, line.usd === undefined ? 'unknown' : usd(line.usd), line.what, count, unit];
      }),
      1,
    ),
  ].join('\n\n');
}
