import { WaitingLine } from '../../services/waiting-line';

const refusal = new Error('too many');

function line(length: number, milliseconds = 1000) {
  const rejected: string[] = [];
  const items = new WaitingLine<{ name: string; reject(error: Error): void }>({ length, milliseconds }, () => refusal);
  const add = (name: string, isPatient = false, signal?: AbortSignal) =>
    items.add({ name, reject: (error) => rejected.push(`${name}: ${error.message}`) }, isPatient, signal);
  const rest = () => {
    const names: string[] = [];
    for (let item = items.next(); item; item = items.next()) names.push(item.name);
    return names.join('');
  };
  return { items, add, rest, rejected };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('a full line refuses impatient items, and accepts patient ones', () => {
  const { add, rest } = line(2);
  add('a');
  add('b');
  expect(() => add('c')).toThrow(refusal);
  add('p', true);
  expect(rest()).toBe('abp');
});

test('an item that has waited too long is refused, and makes room; a patient one is not', () => {
  const { items, add, rest, rejected } = line(1);
  add('p', true);
  add('a');
  jest.advanceTimersByTime(999);
  expect(items.size).toBe(2);
  jest.advanceTimersByTime(1);
  expect(rejected).toEqual(['a: too many']);
  add('b');
  expect(rest()).toBe('bp');
});

test('an item whose caller has left is dropped, also a patient one', () => {
  const { add, rest, rejected } = line(5);
  const abort = new AbortController();
  add('a', false, abort.signal);
  add('p', true, abort.signal);
  add('b');
  abort.abort(new Error('gone'));
  expect(rejected).toEqual(['a: gone', 'p: gone']);
  expect(rest()).toBe('b');
});

test('every fourth turn is a patient one’s', () => {
  const { add, rest } = line(10);
  for (const name of 'abcdefg') add(name);
  for (const name of 'xyz') add(name, true);
  expect(rest()).toBe('abcxdefygz');
});

test('what waits when the line is closed is refused', () => {
  const { items, add, rejected } = line(5);
  add('a');
  add('p', true);
  items.clear(new Error('stopping'));
  expect(rejected).toEqual(['a: stopping', 'p: stopping']);
  jest.advanceTimersByTime(10_000);
  expect(rejected).toHaveLength(2);
});
