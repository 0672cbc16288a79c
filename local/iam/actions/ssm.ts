import type { Call } from '../../kernel/service';
import { parameterArn } from '../../services/ssm';
import type { ActionMap } from '../demand';

const on = (action: string, name: string, call: Call) => ({
  action: `ssm:${action}`,
  resource: name.startsWith('arn:') ? name : parameterArn(call.region, call.accountId, name),
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const actions: ActionMap = {
  GetParameter: ({ Name = '' }: { Name?: string }, call) => [on('GetParameter', Name, call)],
  GetParameters: ({ Names = [] }: { Names?: string[] }, call) => Names.map((name) => on('GetParameters', name, call)),
  GetParametersByPath: ({ Path = '' }: { Path?: string }, call) => [on('GetParametersByPath', Path, call)],
  PutParameter: ({ Name = '' }: { Name?: string }, call) => [on('PutParameter', Name, call)],
};
