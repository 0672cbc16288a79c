import { groups } from '../../lambda/shared/routes';
import type { Chapter } from '../document';
import { type AccessMatrix, accessMatrix } from './access';
import type { Access } from './access-actions';
import { accessDrawing, areaName, type Rows, rowsOf } from './access-drawing';
import { type CalledRoute, calledRoutes } from './callers';
import type { Holder } from './holders';
import { page, picture, shown, table } from './page';
import { functionName } from './workflow';

const file = 'who-may-read-what';
const title = 'Who may read and write which data';

/** The matrix of principals and stores, computed from the policies. */
export const accessChapter: Chapter = ({ assemblies: { review } }) => {
  const matrix = accessMatrix(review);
  const routes = calledRoutes(review);
  const rows = rowsOf(matrix);
  const isFunction = ({ holders }: Rows) => holders.some(({ kind }) => kind === 'function');
  const isBehindEvents = ({ title: part }: Rows) => /MediaPipeline|Personalization/.test(part);
  const functions = rows.filter(isFunction);
  const sheets = [
    { about: 'functions behind requests', rows: functions.filter((row) => !isBehindEvents(row)) },
    { about: 'functions behind events', rows: functions.filter(isBehindEvents) },
    { about: 'state machines and services', rows: rows.filter((row) => !isFunction(row)) },
  ].map((sheet, index) => ({ ...sheet, file: index === 0 ? file : `${file}-${index + 1}` }));
  return [
    ...sheets.map((sheet) =>
      picture(
        sheet.file,
        accessDrawing(`${title}: ${sheet.about}`, matrix, sheet.rows, sheet.rows.some(isFunction) ? routes : []),
      ),
    ),
    page(file, 'access-chapter.ts', [
      `# ${title}`,
      '',
      `This page is computed from every statement that allows access in the templates of stage \`${review.stage}\`: policies of`,
      'roles, buckets, keys, queues and functions. A column is a store, or a folder of a bucket that policies distinguish. The',
      '[Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html) defines whether an action reads or writes. Denials (for example of connections',
      'without TLS) are left out, because they only reduce access. The generation fails if a statement names an unknown store or',
      'service.',
      '',
      ...sheets.flatMap(({ file: name, about }, index) => [
        ...(index > 0 ? [''] : []),
        shown(name, `${title}: ${about}`),
      ]),
      '',
      '- Holders without any access to stored data: ' + matrix.others.map(({ name }) => `\`${name}\``).join(', ') + '.',
      '- `personalize, by …Role` and similar: the service, with a role that is passed to it. A resource policy names a service',
      '  without a role.',
      '- `IAM of the account`: the keys delegate to the policies of the account, like',
      '  [default key policies](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html). In this stage,',
      '  only the principals in the table have such policies.',
      '',
      '## Users',
      '',
      'Users have no IAM permissions; they can only call routes. `own` means assets that the caller created, `own-or-admin` adds',
      'all assets for admins, and `any` means assets that the caller may see. The function checks this with the table in',
      '[lambda/shared/routes.ts](../../lambda/shared/routes.ts).',
      '',
      ...routeTable(routes),
      '',
      '## Holders',
      '',
      ...table(
        ['Holder', 'Stack', 'Reads', 'Writes', 'Deletes'],
        rows.flatMap(({ holders }) => holders.map((holder) => rowOf(holder, matrix))),
      ),
    ]),
  ];
};

function routeTable(routes: readonly CalledRoute[]): string[] {
  const rows = [...routes]
    .sort((a, b) => (functionName(a.function) < functionName(b.function) ? -1 : 1))
    .map((route) => [
      ...[`\`${route.key}\``, `\`${functionName(route.function)}\``],
      ...groups.map((group) => (route.groups.includes(group) ? 'yes' : '')),
      route.ownership,
    ]);
  return table(['Route', 'Function', ...groups, 'Whose'], rows);
}

function rowOf(holder: Holder, { areas, cell }: AccessMatrix): string[] {
  const where = (access: Access) => {
    const found = areas.flatMap((area) => {
      const extent = cell(holder, area).get(access);
      return extent ? [`${areaName(area, areas)}${extent === 'some' ? ' (in part)' : ''}`] : [];
    });
    return found.join(', ');
  };
  return [`\`${holder.name}\``, holder.stack ?? '', where('read'), where('write'), where('delete')];
}
