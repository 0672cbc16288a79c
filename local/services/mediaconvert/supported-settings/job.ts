import { choice, list, object, whole } from '../rules';
import * as stated from '../stated-settings';
import { input } from './input';
import { outputGroup } from './output-group';

export const jobSettings = object(
  {
    TimecodeConfig: object({ Source: choice('ZEROBASED', 'EMBEDDED') }),
    AdAvailOffset: whole(0, 0),
    Inputs: list(input, 1, 1),
    OutputGroups: list(outputGroup, 1),
  },
  ['Inputs', 'OutputGroups'],
  stated.job,
);

export const statusUpdateIntervals = choice(
  ...[10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600].map((seconds) => `SECONDS_${seconds}`),
);
