import { parseXml, printXml } from '../../../lambda/shared/xml';

test('what is read is written again: order, text and entities', () => {
  const xml = '<a x="1 &amp; &quot;2&quot;">\n  <b>t &lt; u</b>\n  <c/>\n  <b y="z"/>\n</a>\n';
  expect(printXml(parseXml(xml))).toBe(xml);
});

test('declarations, comments, byte order marks and single quotes are understood', () => {
  const xml = "\uFEFF<?xml version='1.0'?><!-- <x> --><a b='&#233;&#x41;'><!-- - --></a>";
  expect(parseXml(xml)).toEqual({ name: 'a', attributes: { b: 'éA' }, children: [], text: '' });
});

test.each(['', 'text', '<a>', '<a></b>', '<a></a><b></b>', '<a b=c/>', '<a', '<a/></a>'])('%j is refused', (xml) => {
  expect(() => parseXml(xml)).toThrow(SyntaxError);
});
