import type { Assembly } from '../../checks';
import { type Placed, resources } from '../../checks/rule';
import { code } from '../evidence/citation';
import { idOf, nameOf } from '../evidence/template-lines';
import { grouped } from '../grouped';

const written: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'lines of functions, as JSON; secrets are redacted',
  'AWS::StepFunctions::StateMachine': 'every state of every execution',
  'AWS::ApiGatewayV2::Stage': 'requests to the API: address, route, path, status, user id, time; no headers',
  'AWS::KinesisFirehose::DeliveryStream': 'errors of the delivery to the lake',
};

export const logColumns = ['written by', 'content', 'log groups', 'key', 'kept', 'region', 'with its stack'];

/** Log groups by their writer. Throws for a log group without a writer. */
export function logRows(assembly: Assembly): string[][] {
  const groups = resources(assembly, 'AWS::Logs::LogGroup').map((group) => ({ group, writer: writerOf(group) }));
  return Object.entries(written).flatMap(([type, what]) => {
    const own = groups.filter(({ writer }) => writer.resource.Type === type);
    const bySettings = grouped(own, ({ group }) => settingsOf(group).join('|'));
    return [...bySettings.values()].map((some) => {
      const [key, kept, region, fate] = settingsOf((some[0] as (typeof some)[number]).group) as string[];
      const names = some.map(({ writer }) => code(nameOf(writer).replace(/Function$/, '')));
      return [names.join(', '), what, String(some.length), key, kept, region, fate] as string[];
    });
  });

  function writerOf(group: Placed): Placed {
    const [found] = resources(assembly, ...Object.keys(written)).filter(
      ({ stack, resource }) =>
        stack === group.stack && JSON.stringify(resource.Properties).includes(`"${group.logicalId}"`),
    );
    if (!found) throw new Error(`inventory: nothing writes to the log group ${idOf(group)}`);
    return found;
  }
}

function settingsOf({ stack, resource: { Properties, DeletionPolicy } }: Placed): string[] {
  const fate = DeletionPolicy === 'RetainExceptOnCreate' || DeletionPolicy === 'Retain' ? 'retained' : 'deleted';
  return [
    Properties.KmsKeyId ? 'a key of the stage' : 'CloudWatch',
    `${Properties.RetentionInDays} days`,
    stack.region,
    fate,
  ];
}
