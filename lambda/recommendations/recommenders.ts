import { count } from '../shared/count';
import { isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { Breaker } from './breaker';
import { within } from './limits';
import type { Choices } from './titles';

/** What a recommender is for: the end of its name. */
export const useCases = ['top-picks', 'because-you-watched', 'more-like', 'most-popular', 'trending-now'] as const;
export type UseCase = (typeof useCases)[number];

export interface Question {
  readonly useCase: UseCase;
  readonly userId: string;
  readonly choices: Choices;
  /** The title that others are to be like. */
  readonly assetId?: string;
}

export interface Recommendation {
  /** Ids of assets, the best first. */
  readonly ids: readonly string[];
  /** By which the recommender knows its own again; missing where it gave none. */
  readonly recommendationId?: string;
}

/** Asks one recommender. Never tries again: whoever waits has no time for it. */
export interface Recommender {
  ask(question: Question, signal: AbortSignal): Promise<Recommendation>;
}

/** How long a recommender that is not there, or is stopped, is left alone, in milliseconds. */
const ABSENT_MS = 60_000;

/** The recommenders, each behind a breaker of its own. Without Personalize, there are none. */
export class Recommenders {
  private readonly breakers: ReadonlyMap<UseCase, Breaker>;

  constructor(
    private readonly recommender: Recommender | undefined,
    now: () => number,
  ) {
    this.breakers = new Map(useCases.map((useCase) => [useCase, new Breaker(now)]));
  }

  /** Asks them all at once; `undefined` for what does not come before `signal` aborts. Never rejects. */
  ask(questions: readonly Question[], signal: AbortSignal): Promise<(Recommendation | undefined)[]> {
    return Promise.all(questions.map((question) => this.one(question, signal)));
  }

  private async one(question: Question, signal: AbortSignal): Promise<Recommendation | undefined> {
    const { recommender } = this;
    const breaker = this.breakers.get(question.useCase);
    if (!recommender || !breaker) return undefined;
    // Whether somebody would ask decides if a recommender is kept running, so a stopped one counts as well.
    count('RecommenderAsked', { UseCase: question.useCase });
    if (!breaker.allows()) return undefined;
    try {
      const answer = await within(signal, (same) => recommender.ask(question, same));
      breaker.succeeded();
      return answer;
    } catch (error) {
      tell(breaker, error);
      log.warn('A recommender did not answer', { useCase: question.useCase, state: breaker.state, error });
      return undefined;
    }
  }
}

function tell(breaker: Breaker, error: unknown): void {
  if (isNamed(error, 'ResourceNotFoundException') || isInactive(error)) breaker.open(ABSENT_MS);
  // It is well, and does not like this one question.
  else if (isNamed(error, 'InvalidInputException', 'ValidationException')) breaker.succeeded();
  else breaker.failure();
}

/** Personalize has no error of its own for recommenders that are stopped, or being made. */
function isInactive(error: unknown): boolean {
  return isNamed(error, 'InvalidInputException') && /\b(in)?active\b|\bstopped\b/i.test((error as Error).message);
}
