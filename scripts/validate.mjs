// `node scripts/validate.mjs` checks the templates without an AWS account. Any finding fails it:
//   1. `cdk synth --strict` of each stage, which runs CDK's own validation and cdk-nag; warnings are errors
//   2. the engine of CDK's validation once more, strict, on templates whose references are filled in:
//      it skips properties beside an unresolved reference
//   3. the state machines' definitions, by asl-validator
//   4. the rules of checks/, over each stage as a whole and against its last release
//   5. cfn-lint, if it is installed; with OMNISTREAM_SKIP_NOTHING, it must be installed
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadChecks, readReleased } from './checks.mjs';

const require = createRequire(import.meta.url);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// The stage with all types of resources is first, because the engine is created once, for the types of its first stage.
const stages = ['review', 'dev', 'dev-drm', 'prod'];
const validated = join(root, 'dist/validate');
// W3005: CDK writes out dependencies that references imply anyway.
const accepted = ['W3005'];

const findings = [];
const report = (check, finding) => {
  findings.push(finding);
  console.error(`✗ ${check}: ${finding}`);
};

function run(command, args, env = {}) {
  return new Promise((done) => {
    const options = { cwd: root, maxBuffer: 2 ** 26, env: { ...process.env, ...env } };
    execFile(command, args, options, (error, stdout, stderr) => {
      done({ failed: error !== null, output: `${stdout}${stderr}`.trim(), missing: error?.code === 'ENOENT' });
    });
  });
}

/** Synthesizes all stages together. Returns whether this succeeded; {@link synth} reports failures. */
async function synthAll() {
  rmSync(validated, { recursive: true, force: true });
  const args = ['scripts/synthesize-stages.mjs', validated, ...stages];
  return !(await run(process.execPath, args, { CDK_VALIDATION: 'true' })).failed;
}

/** Runs `cdk synth` for a stage, with its assembly if there is one, otherwise with the app. */
async function synth(stage, isThere) {
  const folder = join(validated, stage);
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  const args = [
    cdk,
    'synth',
    '--app',
    ...(isThere ? [folder] : ['node dist/app.cjs', '--context', `stage=${stage}`, '--output', folder]),
    '--quiet',
    '--strict',
  ];
  const { failed, output } = await run(process.execPath, args, { CDK_VALIDATION: 'true' });
  if (failed) {
    report(`cdk synth, ${stage}`, output);
    return [];
  }
  const templates = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  return templates.map((file) => ({
    stage,
    folder,
    path: join(folder, file),
    region: regionOf(folder, file.replace('.template.json', '')),
    content: JSON.parse(readFileSync(join(folder, file), 'utf8')),
  }));
}

function regionOf(folder, stack) {
  const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return artifacts[stack].environment.split('/').at(-1);
}

/** Replaces references to other stacks by possible values. The engine resolves references within a stack itself. */
function filledIn(node, others) {
  if (Array.isArray(node)) return node.map((item) => filledIn(item, others));
  if (node === null || typeof node !== 'object') return node;
  const output = node['Fn::GetStackOutput'];
  if (output) return sampleOf(others.get(output.StackName), output.OutputName);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filledIn(value, others)]));
}

// Types whose `Ref` is an ARN, among the types that stacks of the app refer to.
const arnRefs = new Set(['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret']);

function sampleOf({ Resources, Outputs }, name) {
  const { Ref, 'Fn::GetAtt': [owner, attribute] = [] } = Outputs[name].Value;
  const id = Ref ?? owner;
  if (attribute?.endsWith('DomainName')) return 'bucket.s3.eu-west-1.amazonaws.com';
  if (!attribute && Resources[id]?.Type === 'AWS::Cognito::UserPool') return 'eu-west-1_abcdefghi';
  if (Resources[id]?.Type === 'AWS::KMS::Key')
    return 'arn:aws:kms:eu-west-1:123456789012:key/12345678-90ab-cdef-1234-567890abcdef';
  const isArn = attribute?.endsWith('Arn') || arnRefs.has(Resources[id]?.Type);
  return isArn ? 'arn:aws:service:eu-west-1:123456789012:resource/1234567890abcdef0' : 'abcdefghij';
}

function checkSchemas(templates) {
  // The engine is a dependency of aws-cdk-lib, not of this project.
  const { CompositeEngine, TemplateContent } = createRequire(require.resolve('aws-cdk-lib/package.json'))(
    '@aws/cloudformation-validate',
  );
  const engine = new CompositeEngine({});
  const byStack = new Map(templates.map(({ path, content }) => [basename(path, '.template.json'), content]));
  for (const { stage, path, region, content } of templates) {
    const template = new TemplateContent(JSON.stringify(filledIn(content, byStack)), path);
    const { diagnostics } = engine.validateTemplate(template, {
      strict: true,
      severityLevel: 'WARN',
      detailLevel: 'STANDARD',
      // W9002, W9013: the templates contain no literal ARN, but the replaced references are literal.
      exclude: { ids: [...accepted, 'W9002', 'W9013'] },
      pseudoParameterOverrides: { accountId: '123456789012', region },
    });
    for (const { ruleId, entity, propertyPath, message } of diagnostics) {
      report(`schema, ${stage}`, `${ruleId} ${entity?.logicalId ?? ''} ${propertyPath ?? ''}: ${message}`);
    }
  }
  engine.free();
}

function checkDefinitions(templates) {
  const validate = require('asl-validator');
  let checked = 0;
  for (const { stage, content } of templates) {
    for (const [id, { Type, Properties }] of Object.entries(content.Resources)) {
      if (Type !== 'AWS::StepFunctions::StateMachine') continue;
      checked++;
      const { isValid, errorsText } = validate(JSON.parse(Properties.DefinitionString), { checkArn: false });
      if (!isValid) report(`asl-validator, ${stage}`, `${id}: ${errorsText('; ')}`);
    }
  }
  if (checked === 0) report('asl-validator', 'no state machine was found');
}

async function checkRules(templates) {
  const { findings: found, readAssembly } = await loadChecks();
  const released = readReleased();
  for (const [stage, folder] of new Map(templates.map(({ stage, folder }) => [stage, folder]))) {
    for (const { rule, construct, message } of found(readAssembly(stage, folder), released)) {
      report(`${rule}, ${stage}`, `${construct}: ${message}`);
    }
  }
}

async function lint(templates) {
  const ofReview = templates.filter(({ stage }) => stage === 'review');
  const others = templates.filter(({ stage }) => stage !== 'review');
  // W8003: a rule that is never true prevents a deployment of the stage `review`.
  const [result] = await Promise.all([lintFiles(others, accepted), lintFiles(ofReview, [...accepted, 'W8003'])]);
  return result;
}

async function lintFiles(templates, ignored) {
  const { failed, output, missing } = await run('cfn-lint', [
    '--ignore-checks',
    ...ignored,
    '--',
    ...templates.map(({ path }) => path),
  ]);
  if (missing) {
    const { OMNISTREAM_SKIP_NOTHING, OMNISTREAM_MAY_SKIP = '' } = process.env;
    if (OMNISTREAM_SKIP_NOTHING && !OMNISTREAM_MAY_SKIP.includes('cfn-lint'))
      report('cfn-lint', 'it is not installed: pip install cfn-lint');
    return 'skipped: it is not installed (pip install cfn-lint)';
  }
  if (failed) report('cfn-lint', output);
  return 'checked';
}

// The build runs once, before the stages are synthesized in parallel.
const built = await run(process.execPath, ['scripts/build.mjs', 'all']);
if (built.failed) report('build', built.output);
const isThere = !built.failed && (await synthAll());
const templates = built.failed ? [] : (await Promise.all(stages.map((stage) => synth(stage, isThere)))).flat();
let linted = 'skipped: nothing was synthesized';
if (templates.length > 0) {
  const linting = lint(templates);
  checkSchemas(templates);
  checkDefinitions(templates);
  await checkRules(templates);
  linted = await linting;
}
console.log(
  `${templates.length} templates of ${stages.join(' and ')}; cfn-lint ${linted}; ${findings.length} findings`,
);
process.exit(findings.length === 0 ? 0 : 1);
