import type { Ladder, PlanLadderInput } from '../messages';
import { planLadder } from './plan-ladder';

export async function handler({ probe }: PlanLadderInput): Promise<Ladder> {
  return planLadder(probe);
}
