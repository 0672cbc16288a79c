import { correlationIdOf, subjectOf } from '../../../lambda/shared/correlation';

const id = 'JKJaXmPLvHcESHA=';

test.each([
  ['a step of the workflow', { assetId: 'a', correlationId: id }],
  ['a request of the API', { requestContext: { requestId: id } }],
  ['an event of MediaConvert', { detail: { userMetadata: { correlationId: id } } }],
  ['the end of an execution', { detail: { input: JSON.stringify({ assetId: 'a', correlationId: id }) } }],
])('the correlation id of %s is found', (_what, event) => {
  expect(correlationIdOf(event)).toBe(id);
});

test.each([
  ['no id', { detail: { object: { key: 'uploads/a/source' } } }],
  ['a text that is not JSON as input', { detail: { input: '{' } }],
  ['an id with a line feed', { correlationId: 'a\nb' }],
  ['an id of more than 128 characters', { correlationId: 'a'.repeat(129) }],
  ['an id that is not text', { correlationId: 7 }],
  ['nothing', undefined],
])('an event with %s has no correlation id', (_what, event) => {
  expect(correlationIdOf(event)).toBeUndefined();
});

test('a step names its asset and its run', () => {
  expect(subjectOf({ assetId: 'a', run: '0a1b2c3d', probe: {} })).toEqual({ assetId: 'a', run: '0a1b2c3d' });
  expect(subjectOf({ run: '0a1b2c3d' })).toEqual({});
});
