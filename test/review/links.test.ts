import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorsOf, deadLinks, markdownFiles } from '../../review/evidence/links';

test('every relative link and anchor in the Markdown of the repository leads somewhere', () => {
  const files = markdownFiles('.');
  expect(files).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/flow.md', 'bench/README.md']));
  expect(deadLinks('.', files)).toEqual([]);
});

describe('in a folder of documents', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'omnistream-links-'));
    writeFileSync(
      join(root, 'other.md'),
      '# Two `words`, and (one)\n\n## Same\n\n## Same\n\n```\n# not a heading\n```\n',
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const deadIn = (text: string) => {
    writeFileSync(join(root, 'page.md'), text);
    return deadLinks(root, ['page.md']);
  };

  test('a dead file is named with its link', () => {
    expect(deadIn('See [it](gone.md).')).toEqual(['page.md: gone.md: there is no gone.md']);
  });

  test('a dead anchor is named with its page', () => {
    expect(deadIn('[it](other.md#gone) [here](#nowhere)')).toEqual([
      'page.md: other.md#gone: other.md has no heading #gone',
      'page.md: #nowhere: page.md has no heading #nowhere',
    ]);
  });

  test('a link out of the repository is dead', () => {
    expect(deadIn('[it](../secret.md)')).toEqual(['page.md: ../secret.md: it leaves the repository']);
  });

  test('anchors are those of GitHub, second ones numbered', () => {
    expect(deadIn('[a](other.md#two-words-and-one) [b](other.md#same) [c](other.md#same-1)')).toEqual([]);
    expect(anchorsOf('# Two `words`, and (one)\n')).toEqual(new Set(['two-words-and-one']));
  });

  test('images, definitions and HTML are links, code and other sites are not', () => {
    const dead = deadIn(
      '![x](a.png) <img src="b.png"> `[no](c.md)` [`code`](d.md) [w](https://example.com)\n\n[ref]: e.md\n\n```\n[no](f.md)\n```\n',
    );
    expect(dead.map((line) => line.split(': ')[1])).toEqual(['a.png', 'd.md', 'e.md', 'b.png']);
  });

  test('a heading in fenced code is none', () => {
    expect(deadIn('[it](other.md#not-a-heading)')).toHaveLength(1);
  });
});
