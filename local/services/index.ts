import type { Assembly } from '../assembly/load';
import type { Kernel } from '../kernel/kernel';
import type { LocalService } from '../kernel/service';
import { createApiGateway } from './apigateway';
import { createAthena } from './athena';
import { createCloudFront } from './cloudfront';
import { createCloudFrontKeyValueStore } from './cloudfront-keyvaluestore';
import { createCloudWatch } from './cloudwatch';
import { type Cognito, createCognito } from './cognito-idp';
import { createDynamoDb } from './dynamodb';
import { createEvents } from './events';
import { createFirehose } from './firehose';
import { createGlue } from './glue';
import { createKms } from './kms';
import { createLambda } from './lambda';
import { createLogs } from './logs';
import { createMediaConvert } from './mediaconvert';
import { createPersonalize } from './personalize';
import { createPolly } from './polly';
import { createS3 } from './s3';
import { createScheduler } from './scheduler';
import { createSecretsManager } from './secrets-manager';
import { createSns } from './sns';
import { createSqs } from './sqs';
import { createStates } from './states';
import { createTranscribe } from './transcribe';
import { createTranslate } from './translate';
import { createWaf } from './wafv2';

export interface Services {
  /** In the order in which they start; they stop in reverse. */
  readonly services: readonly LocalService[];
  readonly ensureUser: Cognito['ensureUser'];
}

/** The built entry points of engines that run beside this process: `local/engines/{engine}/worker.ts`. */
export interface Workers {
  readonly transcode: string;
  readonly recognise: string;
  readonly speak: string;
  readonly recommend: string;
}

export interface ServicesOptions {
  readonly assembly: Assembly;
  readonly workers: Workers;
  /** The endpoint of the AWS APIs over HTTP/2. */
  readonly http2Endpoint: string;
}

/** Every service of the laptop. What others call comes first, what calls others last. */
export function createServices(kernel: Kernel, { assembly, workers, http2Endpoint }: ServicesOptions): Services {
  const transcoder = { workerPath: workers.transcode };
  const dynamodb = createDynamoDb(kernel);
  const cloudwatch = createCloudWatch(kernel);
  const logs = createLogs(kernel, cloudwatch.extract);
  const waf = createWaf(kernel);
  const cognito = createCognito(kernel, waf);
  const keyValueStores = createCloudFrontKeyValueStore(kernel);
  const writeLog = (region: string, group: string, stream: string, text: string) => {
    try {
      logs.write(region, group, stream, text.split('\n').filter(Boolean));
    } catch (error) {
      // A function must not fail because its output cannot be stored.
      kernel.log('logs', 'lines of a function were lost', { group, error: (error as Error).message });
    }
  };
  const services: LocalService[] = [
    ...[createKms(kernel), logs, cloudwatch, createSecretsManager(kernel)],
    ...[dynamodb, createS3(kernel), createSqs(kernel), createSns(kernel), waf, cognito],
    ...[createGlue(kernel), createAthena(kernel), createFirehose(kernel)],
    createLambda(kernel, {
      assetPath: assembly.assetPath,
      writeLog,
      streams: dynamodb.streams,
      // Polly's client speaks nothing but HTTP/2.
      serviceEndpoints: { POLLY: http2Endpoint },
    }),
    ...[
      createMediaConvert(kernel, transcoder),
      createTranscribe(kernel, { transcoder, recogniseWorker: workers.recognise }),
      createTranslate(kernel),
      createPolly(kernel, { speakWorker: workers.speak }),
      createPersonalize(kernel, { recommendWorker: workers.recommend }),
      createStates(kernel),
      createApiGateway(kernel),
      keyValueStores,
      createCloudFront(kernel, keyValueStores, undefined, waf),
      createEvents(kernel),
      createScheduler(kernel),
    ],
  ];
  return {
    services,
    ensureUser: (userPoolId, user) => cognito.ensureUser(userPoolId, user),
  };
}
