import { AssetTable } from '../media-pipeline/assets.client';
import type { Approval } from '../shared/assets';
import type { FilmCost } from './reservation';
import type { BudgetAssets } from './reserve';

type RunOf = Parameters<BudgetAssets['awaitApproval']>[0];

/** The `assets` table for the costs of films. */
export class BudgetAssetTable extends AssetTable implements BudgetAssets {
  async awaitApproval(run: RunOf, approval: Approval): Promise<boolean> {
    const { changed } = await this.changeInRun(
      run,
      { status: 'AWAITING_APPROVAL', approval, waiting: undefined },
      { expression: '#status = :processing', values: { processing: 'PROCESSING' } },
    );
    return changed;
  }

  async noteApprovalAnnounced(run: RunOf): Promise<void> {
    await this.changeInRun(
      run,
      { approvalAnnounced: run.run },
      { expression: '#status = :awaiting', values: { awaiting: 'AWAITING_APPROVAL' } },
    );
  }

  async noteCost(assetId: string, cost: FilmCost, at: Date): Promise<void> {
    await this.change(
      assetId,
      { cost: { ...cost, at: at.toISOString() } },
      {
        expression:
          'attribute_exists(id) AND #status <> :deleted AND (attribute_not_exists(#cost) OR #cost.#revision < :known)',
        values: { deleted: 'DELETED', known: cost.revision },
      },
    );
  }
}
