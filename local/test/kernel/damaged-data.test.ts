import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInventory, recordInventory } from '../../kernel/inventory';
import { FileStore } from '../../kernel/store';
import { requireWritable } from '../../kernel/writable-home';

const newFolder = () => mkdtempSync(join(tmpdir(), 'damaged-'));

test.each([
  ['cut', (file: string) => truncateSync(file, 10)],
  ['empty', (file: string) => truncateSync(file, 0)],
  ['of zeros, as a power cut leaves it', (file: string) => writeFileSync(file, Buffer.alloc(20))],
  ['of something else', (file: string) => writeFileSync(file, 'null')],
])('a store with a document that is %s does not open, and names the file', (_, damage) => {
  const folder = newFolder();
  new FileStore(folder).put('one', { value: 'long enough to be cut' });
  const [name = ''] = readdirSync(folder);
  const file = join(folder, name);
  damage(file);
  expect(() => new FileStore(folder)).toThrow(`the file ${file} is damaged or cut. Restore it from a copy.`);
  rmSync(file);
  expect(new FileStore(folder).entries()).toEqual([]);
});

describe('the list of a stop', () => {
  let data: string;
  beforeEach(() => {
    data = join(newFolder(), 'data');
    for (const path of ['dynamodb/level', 'cognito-idp/users', 'mediaconvert/work/job', 'logs/events/group']) {
      mkdirSync(join(data, path), { recursive: true });
      writeFileSync(join(data, path, 'file'), 'content');
    }
    recordInventory(data);
  });

  test('lets a start pass once when nothing is missing, and what grew or is volatile does not count', () => {
    writeFileSync(join(data, 'cognito-idp/users/file'), 'content and more');
    rmSync(join(data, 'mediaconvert'), { recursive: true });
    rmSync(join(data, 'logs'), { recursive: true });
    checkInventory(data);
    // A crash after this start leaves no list, so the next start cannot compare.
    rmSync(join(data, 'dynamodb'), { recursive: true });
    checkInventory(data);
  });

  test('names what is missing or cut, and says how to go on', () => {
    rmSync(join(data, 'dynamodb/level/file'));
    truncateSync(join(data, 'cognito-idp/users/file'), 3);
    const why = /cognito-idp\/users\/file has 3 of 7 bytes; dynamodb\/level\/file is missing\. Restore/;
    const reasons = () => {
      try {
        checkInventory(data);
        return [];
      } catch (error) {
        const { message } = error as Error;
        return [
          message.replace(/: (\S.*?)\. Restore/, (_, list) => `: ${list.split('; ').sort().join('; ')}. Restore`),
        ];
      }
    };
    expect(reasons()).toEqual([expect.stringMatching(why)]);
    // Again at the next start, until the user decides.
    expect(reasons()).toEqual([expect.stringMatching(why)]);
    rmSync(`${data}-inventory.json`);
    checkInventory(data);
  });

  test('that was cut itself stops nothing', () => {
    truncateSync(`${data}-inventory.json`, 5);
    checkInventory(data);
    expect(existsSync(`${data}-inventory.json`)).toBe(false);
  });
});

test.each([
  ['ENOSPC', /its disk is full\. Free some space/],
  ['EROFS', /its disk is read-only\. Make it writable/],
  ['EACCES', /it belongs to another user\. Change its rights/],
  ['EIO', /EIO: it failed\. Repair it/],
])('a home that cannot be written by %s says why, and what to do', (code, why) => {
  const home = join(newFolder(), 'home');
  const fail = () => {
    throw Object.assign(new Error(`${code}: it failed`), { code });
  };
  expect(() => requireWritable(home, fail as typeof writeFileSync)).toThrow(why);
  expect(() => requireWritable(home, fail as typeof writeFileSync)).toThrow(
    /choose another folder by OMNISTREAM_HOME$/,
  );
  requireWritable(home);
  expect(readdirSync(home)).toEqual([]);
});

test('a folder whose name a file has is not writable either', () => {
  const home = join(newFolder(), 'home');
  writeFileSync(home, '');
  expect(() => requireWritable(home)).toThrow(/cannot be written: EEXIST/);
  expect(readFileSync(home, 'utf8')).toBe('');
});
