import { judgeSteps } from './judge-steps';

judgeSteps('kms');
