import { judgeSteps } from './judge-steps';

judgeSteps('secretsmanager');
