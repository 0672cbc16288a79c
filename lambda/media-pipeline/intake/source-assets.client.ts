import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AssetTable, notDeleted } from '../assets.client';
import type { Arrival, Assets } from './ingest';

/** The `assets` table for `ingest`, which starts a new run of an asset. */
export class SourceAssetTable extends AssetTable implements Assets {
  constructor(
    client: DynamoDBClient,
    table: string,
    private readonly stateMachineArn: string,
  ) {
    super(client, table);
  }

  async startRun({ assetId, run, source, sequence, executionName }: Arrival) {
    const executionArn = `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
    const members = { source, sourceSequence: sequence, status: 'PROCESSING', run, executionArn, progress: 0 };
    const { changed, before } = await this.change(
      assetId,
      {
        ...members,
        runSince: new Date().toISOString(),
        catalogue: undefined,
        approval: undefined,
        reason: undefined,
        notes: undefined,
        sourceNotes: undefined,
      },
      {
        expression: `${notDeleted} AND (attribute_not_exists(#sourceSequence) OR #sourceSequence < :sourceSequence)`,
        values: { deleted: 'DELETED' },
      },
    );
    if (changed) return 'taken';
    if (!before || before.status === 'DELETED') return 'deleted';
    return before.sourceSequence === sequence ? 'same' : 'stale';
  }
}
