import { CreateJobRequest$ } from '@aws-sdk/client-mediaconvert';
import { requestFaults } from '../../support/request-model';

/** Where a request of MediaConvert's CreateJob departs from the models that AWS publishes. */
export function faults(request: object): string[] {
  return requestFaults('mediaconvert', 'CreateJob', CreateJobRequest$, request);
}
