import { randomUUID } from 'node:crypto';
import type {
  PutEventsCommandInput,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { EventEnvelope } from '../event';
import { isoSeconds } from '../event';
import type { Bus, Rules } from '../rule';

/** Source: API reference, PutEvents. */
const maxEntries = 10;
/**
 * Bytes of all entries of a request. This limit is recorded. Since 2026 the user guide has 1 MB, which an account may
 * not have yet; requests that pass here pass under both limits.
 */
const maxRequestBytes = 256 * 1024;

export interface PutEvents {
  readonly rules: Rules;
  now(): number;
  /** Stores the event's deliveries. */
  publish(bus: Bus, event: EventEnvelope): void;
}

class EntryError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function needed(value: string | undefined, member: string): string {
  if (value) return value;
  const reason = `${member} is a required argument.`;
  throw new EntryError('InvalidArgument', `Parameter ${member} is not valid. Reason: ${reason}`);
}

function parseDetail(text: string): object {
  let detail: unknown;
  try {
    detail = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return detail;
  throw new EntryError('MalformedDetail', 'Detail is malformed.');
}

/** Source: EventBridge user guide, "Calculating PutEvents event entry size". */
function sizeOf({ Time, Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), Time ? 14 : 0);
}

export function putEvents({ rules, now, publish }: PutEvents): Operation<PutEventsCommandInput, PutEventsResponse> {
  const put = (entry: PutEventsRequestEntry, { region, accountId }: Call): string => {
    const source = needed(entry.Source, 'Source');
    const detailType = needed(entry.DetailType, 'DetailType');
    const detail = parseDetail(needed(entry.Detail, 'Detail'));
    if (/^aws[.]/.test(source))
      throw new EntryError('NotAuthorizedForSourceException', 'Not authorized for the source.');
    const bus = rules.bus(region, entry.EventBusName);
    if (!bus) throw new EntryError('ResourceNotFoundException', `Event bus ${entry.EventBusName} does not exist.`);
    const id = randomUUID();
    publish(bus, {
      version: '0',
      id,
      'detail-type': detailType,
      source,
      account: accountId,
      time: isoSeconds(entry.Time?.getTime() ?? now()),
      region: bus.region,
      resources: entry.Resources ?? [],
      detail,
    });
    return id;
  };

  return ({ Entries = [], EndpointId }, call) => {
    if (EndpointId) throw new ServiceError('ValidationException', 'This runtime does not support global endpoints');
    if (Entries.length < 1 || Entries.length > maxEntries) {
      const why = `Member must have length between 1 and ${maxEntries}, inclusive`;
      throw new ServiceError(
        'ValidationException',
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: ${why}`,
      );
    }
    if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > maxRequestBytes) {
      throw new ServiceError('ValidationException', 'Total size of the entries in the request is over the limit.');
    }
    const results = Entries.map((entry): PutEventsResultEntry => {
      try {
        return { EventId: put(entry, call) };
      } catch (error) {
        if (!(error instanceof EntryError)) throw error;
        return { ErrorCode: error.code, ErrorMessage: error.message };
      }
    });
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
  };
}
