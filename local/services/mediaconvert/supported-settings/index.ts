/**
 * The job settings that this stand-in supports, with the ranges of AWS's model. A value that AWS accepts and that is not
 * listed here is refused: no setting is ignored in silence. Settings that only tune AWS's own encoder, without a visible
 * effect, are accepted and marked. The settings that a job has to state are in `stated-settings/`.
 */
export { jobSettings, statusUpdateIntervals } from './job';
