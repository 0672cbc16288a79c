import type {
  GetWorkGroupCommandInput,
  GetWorkGroupCommandOutput,
  ListWorkGroupsCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../../kernel/service';
import type { WorkGroup } from '../model';
import type { WorkGroups } from '../work-groups';

const engine = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' };

const summary = ({ name, description, enabled, createdAt }: WorkGroup) => ({
  Name: name,
  Description: description,
  State: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
  CreationTime: new Date(createdAt),
});

export function getWorkGroup(groups: WorkGroups): Operation {
  return (input: GetWorkGroupCommandInput, call): Omit<GetWorkGroupCommandOutput, '$metadata'> => {
    const group = groups.get(call.region, input.WorkGroup);
    const { enforced, location, encryption, cutoff } = group;
    return {
      WorkGroup: {
        ...summary(group),
        Configuration: {
          EnforceWorkGroupConfiguration: enforced,
          BytesScannedCutoffPerQuery: cutoff,
          ResultConfiguration: {
            OutputLocation: location,
            ...(encryption && {
              EncryptionConfiguration: { EncryptionOption: encryption.option, KmsKey: encryption.key },
            }),
          },
          EngineVersion: engine,
        },
      },
    };
  };
}

export function listWorkGroups(groups: WorkGroups): Operation {
  return (_input: unknown, call): Omit<ListWorkGroupsCommandOutput, '$metadata'> => ({
    WorkGroups: groups.in(call.region).map((group) => ({ ...summary(group), EngineVersion: engine })),
  });
}
