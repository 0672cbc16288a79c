import type { PutCompositeAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../invalid';
import { type Place, readBase } from './base';
import type { CompositeAlarm } from './model';
import { childrenOf, parseRule } from './rule';

const suppression = ['ActionsSuppressor', 'ActionsSuppressorWaitPeriod', 'ActionsSuppressorExtensionPeriod'] as const;
const maxRule = 10_240;

/**
 * Reads and checks a composite alarm. `exists` returns whether there is an alarm with a name or ARN. Throws
 * `ValidationError`.
 */
export function compositeAlarm(
  input: PutCompositeAlarmCommandInput,
  place: Place,
  exists: (alarm: string) => boolean,
): CompositeAlarm {
  const suppressor = suppression.find((member) => input[member] !== undefined);
  if (suppressor) throw invalid(`${suppressor} is not supported by this runtime`);
  const rule = input.AlarmRule ?? '';
  if (rule.length === 0 || rule.length > maxRule) throw invalid(`AlarmRule must have 1 to ${maxRule} characters`);
  const missing = childrenOf(parseRule(rule)).filter((alarm) => !exists(alarm));
  if (missing.length > 0) throw invalid(`AlarmRule refers to alarms that do not exist: ${missing.join(', ')}`);
  return { ...readBase(input, place), kind: 'composite', rule };
}
