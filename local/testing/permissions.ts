import { permissions as sts } from '../iam/sts-permissions';
import type { Permissions } from '../kernel/service';
import { permissions as athena } from '../services/athena/permissions';
import { permissions as cloudformation } from '../services/cloudformation/permissions';
import { permissions as cloudfront } from '../services/cloudfront/permissions';
import { permissions as keyValueStore } from '../services/cloudfront-keyvaluestore/permissions';
import { permissions as cloudwatch } from '../services/cloudwatch/permissions';
import { permissions as cognitoIdp } from '../services/cognito-idp/permissions';
import { permissions as dynamodb } from '../services/dynamodb/permissions';
import { permissions as events } from '../services/events/permissions';
import { permissions as firehose } from '../services/firehose/permissions';
import { permissions as glue } from '../services/glue/permissions';
import { permissions as kms } from '../services/kms/permissions';
import { permissions as lambda } from '../services/lambda/permissions';
import { permissions as logs } from '../services/logs/permissions';
import { permissions as mediaconvert } from '../services/mediaconvert/permissions';
import { eventPermissions, permissions as personalize, runtimePermissions } from '../services/personalize/permissions';
import { permissions as polly } from '../services/polly/permissions';
import { permissions as s3 } from '../services/s3/permissions';
import { permissions as scheduler } from '../services/scheduler/permissions';
import { permissions as secretsmanager } from '../services/secrets-manager/permissions';
import { permissions as sns } from '../services/sns/permissions';
import { permissions as sqs } from '../services/sqs/permissions';
import { permissions as states } from '../services/states/permissions';
import { permissions as transcribe } from '../services/transcribe/permissions';
import { permissions as translate } from '../services/translate/permissions';

/** The permissions of every service by its id, for tests that run without the services themselves. */
export const permissionsById: ReadonlyMap<string, Permissions> = new Map(
  Object.entries({
    ...{ cloudformation, cloudfront },
    ...{ cloudwatch, 'cognito-idp': cognitoIdp, dynamodb, events, kms, lambda, logs, mediaconvert, s3, secretsmanager },
    'cloudfront-keyvaluestore': keyValueStore,
    ...{ personalize, 'personalize-events': eventPermissions, 'personalize-runtime': runtimePermissions },
    ...{ athena, firehose, glue, polly, scheduler, sns, sqs, states, sts, transcribe, translate },
  }),
);
