import { readQuestion } from '../../lambda/insights/question';
import { type ReportName, reports } from '../../lambda/shared/reports';
import { views } from '../../lib/constructs/lake/views';
import { parametersOf, questions } from '../../web/reports';

const names = Object.keys(reports) as ReportName[];
const columnsOf = (report: ReportName) =>
  Object.keys(views.find(({ name }) => name === reports[report].view)?.columns ?? {});

test.each(names)('the API accepts what the page asks of %s', (name) => {
  const parameters = parametersOf(name, '2026-01-01', '2026-01-31');
  expect(readQuestion(name, parameters, new Date('2026-02-01'))).toMatchObject({ report: name, ...parameters });
});

test.each(names)('the column of %s that the bars show is one of its view', (name) => {
  expect(columnsOf(name)).toContain(questions[name].by);
});
