import { logger } from './powertools';

/** Members of a line. The names of the logger's own members are not available. */
export type Fields = Readonly<Record<string, unknown>> & {
  readonly level?: never;
  readonly message?: never;
  readonly timestamp?: never;
  readonly service?: never;
};

/** What a line is about. The query of an incident finds lines by any of these ids. */
export interface Subject {
  readonly assetId?: string;
  readonly run?: string;
  readonly sessionId?: string;
  readonly sessionIds?: readonly string[];
}

/** Writes one JSON object per line. Members with names of secrets are redacted, and long texts are cut. */
export const log = {
  info: (message: string, fields: Fields = {}) => logger.info(message, fields),
  warn: (message: string, fields: Fields = {}) => logger.warn(message, fields),
  error: (message: string, fields: Fields = {}) => logger.error(message, fields),
  /** Adds ids to all further lines of the invocation. */
  about: (subject: Subject) => logger.appendKeys({ ...subject }),
  /**
   * Makes an id the correlation id of all further lines of the invocation, if it is given. The id of the invocation's own
   * request remains in the lines as `request_id`.
   */
  follow(correlationId: string | undefined): void {
    const own = logger.getCorrelationId();
    if (correlationId === undefined || correlationId === own) return;
    if (own !== undefined) logger.appendKeys({ request_id: own });
    logger.setCorrelationId(correlationId);
  },
};
