import { CancelJobCommand, type MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { isNamed } from '../../shared/errors';
import type { CancelPorts } from './cancel-jobs';

type Encoder = CancelPorts['encoder'];

/** MediaConvert, for jobs whose results nothing uses. */
export class CancelableJobs implements Encoder {
  constructor(private readonly client: MediaConvertClient) {}

  async cancel(jobId: string): Promise<boolean> {
    try {
      await this.client.send(new CancelJobCommand({ Id: jobId }));
      return true;
    } catch (error) {
      // It has ended, or is older than the service keeps jobs. The names of the errors are those of the API's reference;
      // which one a job that has ended causes is not documented.
      if (isNamed(error, 'ConflictException', 'BadRequestException', 'NotFoundException')) return false;
      throw error;
    }
  }
}
