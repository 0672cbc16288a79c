import type { PutCompositeAlarmCommandInput, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../invalid';
import type { MetricAlarm } from './model';

/** Where and when an alarm is created. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Input = Pick<
  PutMetricAlarmCommandInput & PutCompositeAlarmCommandInput,
  'AlarmName' | 'AlarmDescription' | 'ActionsEnabled' | 'OKActions' | 'AlarmActions' | 'InsufficientDataActions'
>;

type Base = Pick<MetricAlarm, 'name' | 'arn' | 'region' | 'description' | 'actionsEnabled' | 'actions' | 'updatedAt'>;

/** The maximum number of actions for each state, and of a name's and a description's characters (API reference). */
const maxActions = 5;
const maxName = 255;
const maxDescription = 1024;

export const alarmArn = ({ region, accountId }: Omit<Place, 'now'>, name: string) =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;

/** Reads what metric alarms and composite alarms have in common. Throws `ValidationError`. */
export function readBase(input: Input, place: Place): Base {
  const { AlarmName: name = '', AlarmDescription: description, ActionsEnabled = true } = input;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a name must not contain
  if (name.length === 0 || name.length > maxName || /[\u0000-\u001f\u007f]/.test(name)) {
    throw invalid(`'${name}' is not a valid name of an alarm`);
  }
  if ((description?.length ?? 0) > maxDescription) throw invalid('AlarmDescription has more than 1024 characters');
  const actions = {
    ALARM: input.AlarmActions ?? [],
    OK: input.OKActions ?? [],
    INSUFFICIENT_DATA: input.InsufficientDataActions ?? [],
  };
  for (const list of Object.values(actions)) {
    if (list.length > maxActions) throw invalid(`An alarm has at most ${maxActions} actions for each state`);
    const other = list.find((arn) => !arn.startsWith('arn:aws:sns:'));
    if (other !== undefined)
      throw invalid(`The action ${other} is not supported by this runtime, which knows topics only`);
  }
  const { region, now: updatedAt } = place;
  const actionsEnabled = String(ActionsEnabled) === 'true';
  return { ...{ name, arn: alarmArn(place, name), region, description, actionsEnabled, actions, updatedAt } };
}
