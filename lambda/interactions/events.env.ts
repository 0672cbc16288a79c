import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { list } from '../shared/lists';

export const eventsHandler = describeHandler('events', {
  VIEWERS_TABLE: text,
  ACTIVITY_TABLE: text,
  /** Playback sessions, which reports of players are checked with. */
  SESSIONS_TABLE: text,
  /** The Firehose stream of the lake. */
  STREAM_NAME: text,
  /** Personalize's event trackers. If it is empty, nothing is sent to Personalize. */
  TRACKING_IDS: list,
});
