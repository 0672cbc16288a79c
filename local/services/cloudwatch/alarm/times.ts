/** `2019-10-02T17:04:40.985+0000`, as in alarms' messages and events. */
export const zoneTime = (at: number) => new Date(at).toISOString().replace('Z', '+0000');

/** `(02/10/19 16:59:00)`, as in the reasons of states. */
export function shortTime(at: number): string {
  const [year = '', month, day] = new Date(at).toISOString().slice(0, 10).split('-');
  return `(${day}/${month}/${year.slice(2)} ${new Date(at).toISOString().slice(11, 19)})`;
}

/** A number as AWS writes it: `1.0`, `0.25`. */
export const decimal = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));
