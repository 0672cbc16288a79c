import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { preToken } from './pre-token';

export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  return preToken(event);
}
