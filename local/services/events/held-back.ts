import type { Delivery } from './delivery';

const wayOf = ({ ruleArn, target }: Delivery) => `${ruleArn} ${target.Id}`;

/** Deliveries that a plan of faults lets come after the next one for the same target of a rule. */
export class HeldBack {
  private readonly byWay = new Map<string, Delivery[]>();
  /** By the id of the delivery that they come after. */
  private readonly followers = new Map<string, readonly Delivery[]>();

  hold(delivery: Delivery): void {
    const way = wayOf(delivery);
    this.byWay.set(way, [...(this.byWay.get(way) ?? []), delivery]);
  }

  /** Lets the deliveries that are held back for the same target come after this one. */
  follow(delivery: Delivery): void {
    const way = wayOf(delivery);
    const held = this.byWay.get(way);
    if (!held) return;
    this.byWay.delete(way);
    this.followers.set(delivery.id, held);
  }

  /** To be called after an attempt: the deliveries that come next. */
  released(delivery: Delivery): readonly Delivery[] {
    const followers = this.followers.get(delivery.id) ?? [];
    this.followers.delete(delivery.id);
    return followers;
  }
}
