import { judgeSteps } from './judge-steps';

judgeSteps('dynamodb');
