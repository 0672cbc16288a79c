import { fromItem, toAttribute, toItem, updateOf } from '../../../lambda/shared/items';

test('records come back as they were', () => {
  const record = { text: '', number: -1.5, yes: true, nothing: null, list: [1, 'a', { b: [] }], map: { c: {} } };
  expect(fromItem(toItem(record))).toEqual(record);
});

test('undefined members are left out', () => {
  expect(toItem({ a: undefined, b: { c: undefined } })).toEqual({ b: { M: {} } });
});

test.each([Number.NaN, () => 1, 10n])('what is not JSON is refused: %p', (value) => {
  expect(() => toAttribute(value)).toThrow(TypeError);
});

test('sets are refused rather than misread', () => {
  expect(() => fromItem({ a: { SS: ['b'] } })).toThrow(TypeError);
});

test('an update sets what has a value, and removes what is undefined', () => {
  expect(updateOf({ status: 'READY', reason: undefined })).toEqual({
    UpdateExpression: 'SET #status = :status REMOVE #reason',
    ExpressionAttributeNames: { '#status': 'status', '#reason': 'reason' },
    ExpressionAttributeValues: { ':status': { S: 'READY' } },
  });
});
