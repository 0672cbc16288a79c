import type { Kept } from '../keep';

/** Parts of stages that no journey runs. */
export const otherStages: readonly Kept[] = [
  {
    holder: ['Dashboard/DashboardRole', 'quicksight.amazonaws.com'],
    ground: 'stage',
    reason: 'QuickSight queries the lake if a stage names its owner. The laptop has no QuickSight.',
    test: { file: 'test/lib/dashboard.test.ts', text: 'reads the lake by a role of its own' },
  },
  {
    holder: 'MediaPipeline/EncoderRole',
    action: 'execute-api:Invoke',
    resource: '*:abcdefghij/*',
    ground: 'stage',
    reason: 'MediaConvert calls a key provider outside of the app, which the journeys do not have.',
    test: { file: 'test/lib/drm.test.ts', text: 'the encoder may call the vendor’s endpoint' },
  },
];
