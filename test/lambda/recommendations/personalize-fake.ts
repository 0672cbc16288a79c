import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as sdk from '@aws-sdk/client-personalize-runtime';
import { type Operation, ServiceError, WireServer } from '@omnistream/local/wire';

type Input = sdk.GetRecommendationsCommandInput;
export type Answer = (input: Input) => Promise<Partial<sdk.GetRecommendationsCommandOutput>>;

const arn = (kind: string, name: string) => `arn:aws:personalize:eu-west-1:000000000000:${kind}/${name}`;

/** What there is to ask of one generation. */
export const generation = (number: number) => ({
  recommenderPrefix: arn('recommender', `omnistream-dev-${number}-`),
  filters: {
    watchable: arn('filter', `omnistream-dev-${number}-watchable-1a2b3c4d`),
    understood: arn('filter', `omnistream-dev-${number}-understood-5e6f7a8b`),
  },
});

/** How Personalize may be of no help. */
export const hangs: Answer = () => new Promise(() => {});
export const fails =
  (name: string, status: number, message = name): Answer =>
  () =>
    Promise.reject(new ServiceError(name, message, status));
export const says =
  (ids: readonly string[], recommendationId = 'RID-1'): Answer =>
  async () => ({ itemList: ids.map((itemId) => ({ itemId })), recommendationId });

/** A loopback Personalize, to a real client. */
export class PersonalizeFake {
  answer: Answer = says([]);
  /** Every request that came. */
  readonly asked: Input[] = [];
  /** Called after each of them. */
  onAsked = () => {};
  /** Every request as it was before the client made bytes of it. */
  readonly sent: object[] = [];
  private readonly server = createServer((request, response) => void this.wire.handle(request, response));
  private readonly wire: WireServer;

  constructor() {
    const ask: Operation<Input> = (input) => {
      this.asked.push(input);
      this.onAsked();
      return this.answer(input);
    };
    const operations = { GetRecommendations: ask };
    this.wire = new WireServer([{ id: 'personalize-runtime', signingName: 'personalize', sdk }], {
      accountId: '000000000000',
      region: 'eu-west-1',
      pageOrigin: 'http://127.0.0.1',
      now: () => Date.now(),
      resolve: () => ({ secretAccessKey: 'secret', principal: { kind: 'root', accountId: '000000000000' } }),
      dispatch: async (call, input) => operations[call.operation as 'GetRecommendations'](input as Input, call),
      log: (service, message, fields) => console.error(service, message, fields),
    });
  }

  async start(): Promise<sdk.PersonalizeRuntimeClient> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    const client = new sdk.PersonalizeRuntimeClient({
      endpoint: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    client.middlewareStack.add(
      (next) => (args) => {
        this.sent.push(args.input);
        return next(args);
      },
      { step: 'initialize' },
    );
    return client;
  }

  /** The use cases that were asked for. */
  get useCases(): string[] {
    return this.asked.map(({ recommenderArn }) => recommenderArn?.split(/dev-\d-/)[1] ?? '');
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
