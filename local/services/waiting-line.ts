export interface Bounds {
  /** How many may wait. */
  readonly length: number;
  /** How long each may wait. */
  readonly milliseconds: number;
}

interface Waiting<Item> {
  readonly item: Item;
  /** Ends what else could take it out of the line. */
  leave(): void;
}

/** How many impatient items pass before a patient one. */
const patientShare = 4;

/**
 * Items that wait for their turn. Impatient ones have a caller who waits too: their line is bounded in length and age,
 * and those whose caller has left are dropped. Patient ones wait for as long as it takes, and get every fourth turn.
 */
export class WaitingLine<Item extends { reject(error: Error): void }> {
  private readonly impatient = new Set<Waiting<Item>>();
  private readonly patient = new Set<Waiting<Item>>();
  private turns = 0;

  /** `refusal` makes the error of an item that exceeds the bounds. */
  constructor(
    private readonly bounds: Bounds,
    private readonly refusal: () => Error,
  ) {}

  get size(): number {
    return this.impatient.size + this.patient.size;
  }

  /** Throws the refusal if the line is full. */
  add(item: Item, isPatient: boolean, signal?: AbortSignal): void {
    const line = isPatient ? this.patient : this.impatient;
    if (!isPatient && line.size >= this.bounds.length) throw this.refusal();
    const drop = (error: Error) => {
      waiting.leave();
      line.delete(waiting);
      item.reject(error);
    };
    const abandoned = () => drop(signal?.reason as Error);
    const timer = isPatient ? undefined : setTimeout(() => drop(this.refusal()), this.bounds.milliseconds).unref();
    const waiting: Waiting<Item> = {
      item,
      leave: () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandoned);
      },
    };
    signal?.addEventListener('abort', abandoned, { once: true });
    line.add(waiting);
  }

  /** Takes the next item out of the line. */
  next(): Item | undefined {
    this.turns += 1;
    const lines = this.turns % patientShare === 0 ? [this.patient, this.impatient] : [this.impatient, this.patient];
    for (const line of lines) {
      for (const waiting of line) {
        waiting.leave();
        line.delete(waiting);
        return waiting.item;
      }
    }
    return undefined;
  }

  /** Refuses all. */
  clear(error: Error): void {
    for (let item = this.next(); item; item = this.next()) item.reject(error);
  }
}
