import {
  DeleteTranscriptionJobCommand,
  ListTranscriptionJobsCommand,
  type TranscribeClient,
} from '@aws-sdk/client-transcribe';
import { isNamed } from '../shared/errors';
import { runOfTranscriptionJob } from '../shared/jobs';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/** Seconds after which a job that was in progress may have ended. */
const jobSeconds = 60;

/** Transcribe's jobs, whose names begin with the asset's id. Transcribe keeps them for 90 days. */
export class TranscriptionJobs implements Store {
  constructor(private readonly client: TranscribeClient) {}

  async erase({ id }: Target): Promise<Erased> {
    let removed = 0;
    let left = 0;
    for (const TranscriptionJobName of await this.jobs(id)) {
      try {
        await this.client.send(new DeleteTranscriptionJobCommand({ TranscriptionJobName }));
        removed += 1;
      } catch (error) {
        // Whether a job in progress can be deleted is not documented. If not, it is deleted when it has ended.
        if (!isNamed(error, 'BadRequestException', 'ConflictException')) throw error;
        left += 1;
      }
    }
    return { removed, isComplete: left === 0, waitSeconds: jobSeconds };
  }

  async search({ id }: Target): Promise<number> {
    return (await this.jobs(id)).length;
  }

  private async jobs(id: string): Promise<string[]> {
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(new ListTranscriptionJobsCommand({ JobNameContains: id, NextToken }));
      for (const { TranscriptionJobName: name } of page.TranscriptionJobSummaries ?? []) {
        if (name !== undefined && runOfTranscriptionJob(name)?.assetId === id) found.push(name);
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }
}
