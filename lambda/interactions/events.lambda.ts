import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { PersonalizeEventsClient } from '@aws-sdk/client-personalize-events';
import { awsClient } from '../shared/aws-client';
import { readEnv } from '../shared/env';
import { http } from '../shared/http';
import { observed } from '../shared/observed';
import { withOutcome } from '../shared/outcome';
import { ActivityTable, PaceTable } from './activity.client';
import { events } from './events';
import { eventsHandler } from './events.env';
import { PlaybackTable } from './playback.client';
import { FirehoseStream } from './stream.client';
import { EventTrackers } from './tracker.client';
import { ViewerTable } from './viewers.client';

const variables = readEnv(eventsHandler);

const dynamodb = awsClient(DynamoDBClient);
const now = () => new Date();
// The adapters retry by themselves, since only they know which events of a batch are left.
const once = { maxAttempts: 1 };

const routes = http(
  events({
    viewers: new ViewerTable(dynamodb, variables.VIEWERS_TABLE, now),
    activity: new ActivityTable(dynamodb, variables.ACTIVITY_TABLE),
    paces: new PaceTable(dynamodb, variables.ACTIVITY_TABLE),
    playback: new PlaybackTable(dynamodb, variables.SESSIONS_TABLE),
    stream: new FirehoseStream(awsClient(FirehoseClient, once), variables.STREAM_NAME),
    tracker: new EventTrackers(awsClient(PersonalizeEventsClient, once), variables.TRACKING_IDS),
    now,
  }),
);

export const handler = observed(withOutcome('EventsAccepted', 'POST /api/events', routes));
