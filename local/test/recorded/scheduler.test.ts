import { judgeSteps } from './judge-steps';

judgeSteps('scheduler');
