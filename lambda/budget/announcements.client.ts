import { OperatorAnnouncements } from '../shared/announcements.client';
import type { ReservePorts, WaitingFilm } from './reserve';

type Announcements = ReservePorts['announcements'];

/** Announces films that wait for an approval. */
export class ApprovalAnnouncements extends OperatorAnnouncements implements Announcements {
  async announceWaiting(film: WaitingFilm): Promise<void> {
    const subject = `asset ${film.assetId} waits for an approval of its cost`;
    await this.publish({ subject, detailType: 'AssetAwaitingApproval', detail: film });
  }
}
