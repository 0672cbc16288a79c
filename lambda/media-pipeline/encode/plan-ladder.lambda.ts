import { log } from '../../shared/log';
import { observed } from '../../shared/observed';
import type { Ladder, PlanLadderInput } from '../messages';
import { planLadder } from './plan-ladder';

async function handle({ assetId, run, probe }: PlanLadderInput): Promise<Ladder> {
  const ladder = planLadder(probe);
  const renditions = ladder.picture?.rungs.map(({ name }) => name) ?? [];
  log.info('ladder planned', { assetId, run, renditions });
  return ladder;
}

export const handler = observed(handle);
