import { judgeSteps } from './judge-steps';

judgeSteps('sqs');
