import { OperatorAnnouncements } from '../../shared/announcements.client';
import type { Announcements, Failure } from './fail';

/** Announces assets that failed. */
export class FailureAnnouncements extends OperatorAnnouncements implements Announcements {
  async announce(failure: Failure): Promise<void> {
    // The event has no cause: causes are for operators, and contain stack traces.
    const { cause: _, ...eventDetail } = failure;
    const subject = `asset ${failure.assetId} failed (${failure.code})`;
    await this.publish({ subject, detailType: 'AssetFailed', detail: failure, eventDetail });
  }
}
