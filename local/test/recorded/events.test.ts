import { judgeSteps } from './judge-steps';

judgeSteps('events');
