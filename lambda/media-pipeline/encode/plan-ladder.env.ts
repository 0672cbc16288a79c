import { describeHandler } from '../../shared/handler-descriptor';

export const planLadderHandler = describeHandler('plan-ladder', {});
