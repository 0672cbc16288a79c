import { judgeSteps } from './judge-steps';

judgeSteps('s3');
