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

/** The matrix of holders and stores, computed from the policies. */
export const accessChapter: Chapter = ({ assemblies: { review } }) => {
  const matrix = accessMatrix(review);
  const routes = calledRoutes(review);
  const rows = rowsOf(matrix);
  const isFunction = ({ holders }: Rows) => holders.some(({ kind }) => kind === 'function');
  const functions = accessDrawing(`${title}: functions`, matrix, rows.filter(isFunction), routes);
  const others = rows.filter((row) => !isFunction(row));
  return [
    picture(file, functions),
    picture(`${file}-2`, accessDrawing(`${title}: state machines and services`, matrix, others, [])),
    page(file, 'access-chapter.ts', [
      `# ${title}`,
      '',
      `Computed from every statement that allows something in the templates of stage \`${review.stage}\`: policies of roles,`,
      'buckets, keys, queues and functions. A column is a store, or the folder of a bucket that policies tell apart. What',
      'counts as reading or writing is what the',
      '[Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html) says of an action. Denials (of connections without TLS, for',
      'example) are left out: they only narrow this. The generation fails when a statement names a store or a service that',
      'has no place here.',
      '',
      shown(file, `${title}: functions`),
      '',
      shown(`${file}-2`, `${title}: state machines and services`),
      '',
      '- Holders without any access to stored data: ' + matrix.others.map(({ name }) => `\`${name}\``).join(', ') + '.',
      '- `personalize, by …Role` and the like: the service, in a role that is passed to it. A service without a role is named',
      "  by a resource's own policy.",
      '- `IAM of the account`: the keys let the policies of the account decide, as',
      '  [key policies do by default](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html). Nobody',
      '  holds them by this stage but those in the table.',
      '',
      '## Users',
      '',
      'Users have no permissions of IAM; what they may do is call routes. `own`: only what the caller made; `own-or-admin`:',
      'that, and everything for admins; `any`: what the caller can see. The function checks it',
      '([lambda/shared/routes.ts](../../lambda/shared/routes.ts)).',
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
