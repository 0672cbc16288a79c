/** What a worker sends to the runtime about its one task: any number of progress messages, then `done` or `failed`. */
export type WorkerMessage<Result, Progress> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly message: string };
