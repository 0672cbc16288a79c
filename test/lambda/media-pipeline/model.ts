import { execFileSync } from 'node:child_process';
import { CreateJobRequest$ } from '@aws-sdk/client-mediaconvert';
import { faultsOf } from '../../support/sdk-shapes';

/** Where a request, of MediaConvert's CreateJob if not said otherwise, departs from the members and types of the SDK. */
export function faults(request: object, shape: Parameters<typeof faultsOf>[0] = CreateJobRequest$): string[] {
  return faultsOf(shape, request);
}

const script = `
import json, re, sys, botocore.session
shapes = botocore.session.get_session().get_service_model('mediaconvert')
def check(shape, value, path):
    kind = shape.type_name
    if kind == 'structure':
        members = {name[0].upper() + name[1:]: member for name, member in shape.members.items()}
        required = [name[0].upper() + name[1:] for name in shape.required_members]
        out = [f'{path}.{name} is required' for name in required if name not in value]
        for name, item in value.items():
            out += check(members[name], item, f'{path}.{name}') if name in members else [f'{path}.{name} is unknown']
        return out
    if kind == 'list':
        return [fault for i, item in enumerate(value) for fault in check(shape.member, item, f'{path}[{i}]')]
    if kind == 'map':
        return [fault for key, item in value.items() for fault in check(shape.value, item, f'{path}.{key}')]
    out, meta = [], shape.metadata
    if meta.get('enum') and value not in meta['enum']: out.append(f'{path} is not one of the enum')
    size = len(value) if kind == 'string' else value
    if meta.get('min') is not None and size < meta['min']: out.append(f'{path} is under {meta["min"]}')
    if meta.get('max') is not None and size > meta['max']: out.append(f'{path} is over {meta["max"]}')
    if meta.get('pattern') and not re.search(meta['pattern'], value): out.append(f'{path} breaks the pattern')
    return out
model = shapes.operation_model('CreateJob').input_shape
print(json.dumps([check(model, request, 'request') for request in json.load(sys.stdin)]))
`;

/** Where requests depart from the published model's enums, ranges and patterns. */
export function departures(requests: readonly object[]): string[][] {
  return JSON.parse(execFileSync('python3', ['-c', script], { input: JSON.stringify(requests), encoding: 'utf8' }));
}
