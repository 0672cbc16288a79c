import type { Api } from './api';
import { type Part, sendPart, UrlExpired } from './part';
import { withRetries } from './retry';

/** A page of `GET /uploads/{id}`. */
export interface UploadPage {
  readonly id: string;
  readonly status: string;
  /** Bytes. */
  readonly size: number;
  readonly partSize: number;
  readonly partCount: number;
  /** What is still to be sent. */
  readonly parts: readonly Part[];
  /** What is there. */
  readonly uploaded: readonly { readonly number: number; readonly size: number }[];
  /** The number that the next page starts with. */
  readonly next?: number;
}

export interface Transfer {
  readonly api: Api;
  readonly path: string;
  /** Parts in flight. */
  readonly parallel: number;
  /** Bytes that are there, out of {@link UploadPage.size}. */
  readonly moved: (bytes: number) => void;
}

/** Sends all parts that are not there yet, page by page. The first part that cannot be sent stops the others. */
export async function transferParts(transfer: Transfer, first: UploadPage): Promise<void> {
  let bytes = 0;
  const count = (more: number) => {
    bytes += more;
    transfer.moved(bytes);
  };
  let failed = false;
  const queue = missingParts(transfer.api, first, count);
  const worker = async () => {
    for (;;) {
      const { value: part, done } = await queue.next();
      if (done || failed) return;
      try {
        await send(transfer, first, part, count);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: transfer.parallel }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** The parts to send, page after page. Async generators queue their callers, so workers can share one. */
async function* missingParts(api: Api, first: UploadPage, count: (bytes: number) => void): AsyncGenerator<Part, void> {
  let page = first;
  for (;;) {
    count(page.uploaded.reduce((sum, part) => sum + part.size, 0));
    yield* page.parts;
    if (page.next === undefined) return;
    page = await api.get<UploadPage>(`/uploads/${first.id}?from=${page.next}`);
  }
}

async function send({ api, path }: Transfer, { id, partSize }: UploadPage, part: Part, count: (bytes: number) => void) {
  let { url } = part;
  await withRetries(async (attempt) => {
    try {
      await sendPart(path, partSize * (part.number - 1), { ...part, url }, count);
    } catch (error) {
      if (!(error instanceof UrlExpired)) throw error;
      if (attempt > 2) throw error.cause;
      const fresh = await api.get<UploadPage>(`/uploads/${id}?from=${part.number}&count=1`);
      const again = fresh.parts[0];
      if (!again) return count(part.size);
      url = again.url;
      await sendPart(path, partSize * (part.number - 1), { ...part, url }, count);
    }
  });
}
