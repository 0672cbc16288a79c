import type { TranscodePlan } from '../../../engines/transcode/plan';

export interface Halves {
  readonly picture?: TranscodePlan;
  readonly sound?: TranscodePlan;
}

/**
 * Splits a plan into two that can run at the same time, so that the picture does not wait for the measurement of the
 * loudness.
 */
export function split(plan: TranscodePlan): Halves {
  const isSound = ({ tracks }: TranscodePlan['outputs'][number]) => tracks.every(({ medium }) => medium === 'audio');
  return {
    picture: half(
      plan,
      plan.outputs.filter((output) => !isSound(output)),
    ),
    sound: half(plan, plan.outputs.filter(isSound)),
  };
}

/** Returns only these outputs, with the graphs that feed them. */
function half(plan: TranscodePlan, outputs: TranscodePlan['outputs']): TranscodePlan | undefined {
  if (outputs.length === 0) return undefined;
  const wanted = new Set(outputs.flatMap(({ tracks }) => tracks.map(({ label }) => label)));
  return { ...plan, outputs, graphs: plan.graphs.filter((graph) => graph.outputs.some((label) => wanted.has(label))) };
}
