import { CustomResource, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { canaryHandler } from '../../../lambda/canary/canary.env';
import { canaryUserHandler } from '../../../lambda/canary/canary-user.env';
import type { Stage } from '../../config';
import { DeadLetters } from '../dead-letters';
import { Handler } from '../handler';
import { MadeSecret } from '../made-secret';
import { FunctionSchedule } from '../schedule';
import { stageMetric } from '../stage-metric';
import type { AlarmTopic } from './alarm-topic';
import { Alert } from './alert';

export interface CanaryProps {
  readonly stage: Stage;
  readonly canary: NonNullable<Stage['canary']>;
  readonly topic: AlarmTopic;
  readonly userPool: IUserPool;
  /** The address of page, API and films. */
  readonly origin: string;
  /** The key that encrypts the user's password. */
  readonly dataKeyArn: string;
}

/** `.invalid` never has mail: RFC 2606. */
const user = 'canary@omnistream.invalid';

/**
 * A function that uses the stage from outside, as a creator of its user pool: it plays a film on a schedule and, once a
 * day, uploads one (docs/adr/0049). It has no permission but to read its own password.
 */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { stage, canary, origin } = props;
    const secret = this.credentials(props);
    const run = new Handler(this, 'Run', {
      stage,
      handler: canaryHandler,
      description: 'Plays and uploads films as a user of the stage does',
      environment: { VIEWER_ORIGIN: origin, USER_SECRET_ARN: secret.secretArn },
      timeout: Duration.minutes(15),
    });
    secret.grantValue(run);
    const deadLetterQueue = new DeadLetters(this, 'DeadLetters', { stage });
    const journey = (name: string, every: Duration, input: object, description: string) =>
      new FunctionSchedule(this, name, { description, every, input, function: run.function, deadLetterQueue });

    const every = Duration.minutes(canary.everyMinutes);
    journey('Playback', every, { journey: 'play' }, 'Plays the newest film');
    new Alert(this, 'PlaybackFails', {
      topic: props.topic,
      runbook: 'canary',
      meaning: 'The canary could not play a film twice within three runs, or did not run.',
      metric: new Metric({ ...stageMetric(stage.name, 'CanaryPlayback', {}), statistic: 'Minimum', period: every }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.BREACHING,
    });
    if (!canary.uploads) return;
    const daily = Duration.days(1);
    journey('Upload', daily, { journey: 'upload' }, 'Uploads a film, plays it and deletes it');
    new Alert(this, 'UploadFails', {
      topic: props.topic,
      runbook: 'canary',
      meaning: 'The canary could not upload, play and delete a film.',
      metric: new Metric({ ...stageMetric(stage.name, 'CanaryUpload', {}), statistic: 'Minimum', period: daily }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      // The run of a day is not at the same second each day. The alarm of playback fires if the function does not run.
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  /** The canary's user. Returns the secret with its name and password. */
  private credentials({ stage, userPool, dataKeyArn }: CanaryProps): MadeSecret {
    const secret = new MadeSecret(this, 'Credentials', {
      description: "Name and password of the canary's user",
      // Imported by ARN: otherwise CDK would add a role of this stack to the policy of the key, whose stack comes first.
      encryptionKey: Key.fromKeyArn(this, 'Key', dataKeyArn),
      // It goes with the user, also in stages that retain their data.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: "The user has a creator's permissions only, and the runbook has the commands to change its password.",
    });
    const maker = new Handler(this, 'UserMaker', {
      stage,
      handler: canaryUserHandler,
      description: "Creates the canary's user with a password that is only in its secret",
      environment: {},
      timeout: Duration.minutes(1),
    });
    const actions = ['AdminCreateUser', 'AdminSetUserPassword', 'AdminAddUserToGroup', 'AdminDeleteUser'];
    const grants = [
      secret.grantMake(maker),
      Grant.addToPrincipal({
        grantee: maker,
        actions: actions.map((action) => `cognito-idp:${action}`),
        resourceArns: [userPool.userPoolArn],
      }),
    ];
    const made = new CustomResource(this, 'User', {
      resourceType: 'Custom::CanaryUser',
      serviceToken: maker.function.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { SecretArn: secret.secretArn, UserPoolId: userPool.userPoolId, User: user, Group: 'creator' },
    });
    for (const grant of grants) grant.applyBefore(made);
    return secret;
  }
}
