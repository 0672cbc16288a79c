import { judgeSteps } from './judge-steps';

judgeSteps('moto-verified');
