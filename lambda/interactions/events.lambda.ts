import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { PersonalizeEventsClient } from '@aws-sdk/client-personalize-events';
import { watched } from '../shared/denials';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { activityTable } from './activity.client';
import { events } from './events';
import { eventsHandler } from './events.env';
import { recordStream } from './stream.client';
import { eventTrackers } from './tracker.client';
import { viewerTable } from './viewers.client';

const variables = readEnv(eventsHandler);

const dynamodb = watched(new DynamoDBClient());
const now = () => new Date();
// Both are tried again here, where it is known what of a batch is left.
const once = { maxAttempts: 1 };

export const handler = http(
  events({
    viewer: viewerTable(dynamodb, variables.VIEWERS_TABLE, now).ensure,
    activity: activityTable(dynamodb, variables.ACTIVITY_TABLE),
    stream: recordStream(watched(new FirehoseClient(once)), variables.STREAM_NAME),
    track: eventTrackers(watched(new PersonalizeEventsClient(once)), variables.TRACKING_IDS),
    now,
  }),
);
