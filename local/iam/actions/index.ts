import type { ActionMap, Demand } from '../../kernel/demand';
import type { Call } from '../../kernel/service';
import { actions as athena } from './athena';
import { actions as cloudformation } from './cloudformation';
import { actions as keyValueStore } from './cloudfront-keyvaluestore';
import { actions as cloudwatch } from './cloudwatch';
import { actions as cognitoIdp } from './cognito-idp';
import { actions as dynamodb } from './dynamodb';
import { actions as events } from './events';
import { actions as firehose } from './firehose';
import { actions as glue } from './glue';
import { actions as kms } from './kms';
import { actions as lambda } from './lambda';
import { actions as logs } from './logs';
import { actions as mediaconvert } from './mediaconvert';
import { eventActions, actions as personalize, runtimeActions } from './personalize';
import { actions as polly } from './polly';
import { actions as s3 } from './s3';
import { actions as scheduler } from './scheduler';
import { actions as secretsmanager } from './secretsmanager';
import { actions as sns } from './sns';
import { actions as sqs } from './sqs';
import { actions as states } from './states';
import { actions as sts } from './sts';
import { actions as transcribe } from './transcribe';
import { actions as translate } from './translate';

/** By the service's id. */
export const actionMaps: ReadonlyMap<string, ActionMap> = new Map(
  Object.entries({
    cloudformation,
    ...{ cloudwatch, 'cognito-idp': cognitoIdp, dynamodb, events, kms, lambda, logs, mediaconvert, s3, secretsmanager },
    'cloudfront-keyvaluestore': keyValueStore,
    ...{ personalize, 'personalize-events': eventActions, 'personalize-runtime': runtimeActions },
    ...{ athena, firehose, glue, polly, scheduler, sns, sqs, states, sts, transcribe, translate },
  }),
);

/** The permissions that a call needs; `undefined` for an operation that its service's map does not have. */
export function demandsOf(call: Call, input: unknown): readonly Demand[] | undefined {
  const actions = actionMaps.get(call.service);
  return actions && Object.hasOwn(actions, call.operation) ? actions[call.operation]?.(input, call) : undefined;
}
