import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const keyProviderHandler = describeHandler('key-provider', {
  /** The secret whose string all content keys are derived from. */
  MASTER_SECRET_ARN: text,
});
