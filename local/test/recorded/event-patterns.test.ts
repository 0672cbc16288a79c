import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { createEvents } from '../../services/events';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { differences } from './compare';
import { judge } from './table';

interface PatternCase {
  readonly id: string;
  readonly pattern?: unknown;
  readonly event?: unknown;
  readonly patternText?: string;
  readonly eventText?: string;
  readonly expected: { readonly matches?: boolean; readonly refused?: string; readonly message?: string };
}

let laptop: Laptop;
let client: EventBridgeClient;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createEvents(kernel)]);
  client = new EventBridgeClient({ ...laptop.clientConfig, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

async function ask({ pattern, event, patternText, eventText }: PatternCase): Promise<PatternCase['expected']> {
  const EventPattern = patternText ?? JSON.stringify(pattern);
  const Event = eventText ?? JSON.stringify(event);
  try {
    const { Result } = await client.send(new TestEventPatternCommand({ EventPattern, Event }));
    return { matches: Result };
  } catch (error) {
    const { name, message } = error as Error;
    return { refused: name, message };
  }
}

judge<PatternCase>('event-patterns', async (recorded) => differences(recorded.expected, await ask(recorded)));
