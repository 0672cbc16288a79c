import { decisionIn, gapsIn } from '../../review/decisions/decisions';

test('a decision is the first sentence of what was decided', () => {
  const text = '# 7. A title\n\nWhy.\n\n**Decided.** `a.b` is read\nonce, by ADR 1. More of it.\n';
  expect(decisionIn('0007-a.md', text)).toEqual({
    number: 7,
    file: '0007-a.md',
    title: 'A title',
    decided: '`a.b` is read once, by ADR 1.',
  });
});

test('of a list, the first item counts', () => {
  expect(decisionIn('0001-a.md', '# 1. A\n\n## Decision\n\n- One thing. And more.\n- Two.\n').decided).toBe(
    'One thing.',
  );
});

test('a record without a decision is refused by name', () => {
  expect(() => decisionIn('0002-b.md', '# 2. B\n\nReasons.\n')).toThrow(
    'docs/adr/0002-b.md: a paragraph that begins with',
  );
});

test('a record with another number in its heading is refused', () => {
  expect(() => decisionIn('0002-b.md', '# 3. B\n')).toThrow("the heading must be '# 2. Title'");
});

test('numbers that are left out are named', () => {
  expect([gapsIn([1, 2]), gapsIn([1, 3]), gapsIn([1, 4])]).toEqual([
    'All numbers are used.',
    'Number 2 is not used.',
    'Numbers 2 and 3 are not used.',
  ]);
});
