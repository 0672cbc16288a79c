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
  /** Parts that have not been sent. */
  readonly parts: readonly Part[];
  /** Parts that S3 has. */
  readonly uploaded: readonly { readonly number: number; readonly size: number }[];
  /** The number that the next page starts with. */
  readonly next?: number;
}

export interface Transfer {
  readonly api: Api;
  readonly path: string;
  /** Number of parts that are sent at the same time. */
  readonly parallel: number;
  /** Receives the number of bytes that S3 has, out of {@link UploadPage.size}. */
  readonly moved: (bytes: number) => void;
}

/** Sends all missing parts, page by page. The first part that cannot be sent stops the others. */
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
