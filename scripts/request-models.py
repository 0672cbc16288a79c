"""Writes local/wire/constraints/{service}.json: what AWS's published models demand of the requests that this app makes.

    python3 scripts/request-models.py [--older FOLDER]

Needs botocore (Apache-2.0), whose data are AWS's own service models: ranges, patterns, enums, required members. Not
needed for anything else: the files are committed. `--older` is the data folder of an earlier botocore, such as that of
Debian's package python3-botocore (1.29): where a limit of it is narrower, that one is taken, since no document says
which of the two a region enforces. Not for enums: a value that was added later is not a limit that was lifted.

Form of a file: operations name their input's shape. A structure is {"required": [...], "members": {name: shape}}, a
member may also be [shape, {"multiple": 2}], from the model's own documentation. Lists and maps have "of" (and "key").
Shapes without any constraint in them are left out.
"""

import argparse
import glob
import gzip
import json
import os
import re

import botocore

# By the service's id in local/, botocore's folder and the operations that lambda/, lib/ and cli/ use.
SERVICES = {
    'athena': ('athena', ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults']),
    'cloudwatch': ('cloudwatch', ['GetMetricData']),
    'cloudfront': ('cloudfront', ['CreateInvalidation', 'GetInvalidation']),
    'cloudfront-keyvaluestore': ('cloudfront-keyvaluestore', ['DescribeKeyValueStore', 'ListKeys', 'UpdateKeys']),
    'dynamodb': (
        'dynamodb',
        ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'TransactWriteItems', 'UpdateItem'],
    ),
    'events': ('events', ['PutEvents']),
    'firehose': ('firehose', ['PutRecordBatch']),
    'lambda': ('lambda', ['Invoke']),
    'mediaconvert': ('mediaconvert', ['CancelJob', 'CreateJob', 'GetJob', 'ListJobs', 'Probe']),
    'personalize': (
        'personalize',
        ['CreateDataDeletionJob', 'CreateDatasetImportJob', 'CreateRecommender', 'DeleteRecommender',
         'DescribeDataDeletionJob', 'DescribeDatasetImportJob', 'DescribeRecommender', 'ListDataDeletionJobs',
         'StartRecommender', 'StopRecommender'],
    ),
    'personalize-events': ('personalize-events', ['PutEvents', 'PutItems', 'PutUsers']),
    'personalize-runtime': ('personalize-runtime', ['GetRecommendations']),
    'polly': ('polly', ['SynthesizeSpeech']),
    's3': (
        's3',
        ['AbortMultipartUpload', 'CompleteMultipartUpload', 'CreateMultipartUpload', 'DeleteObjects', 'GetObject',
         'HeadObject', 'ListMultipartUploads', 'ListObjectVersions', 'ListObjectsV2', 'ListParts', 'PutObject',
         'UploadPart'],
    ),
    'secretsmanager': ('secretsmanager', ['GetSecretValue', 'PutSecretValue']),
    'sns': ('sns', ['Publish']),
    'states': (
        'stepfunctions',
        ['ListExecutions', 'SendTaskFailure', 'SendTaskSuccess', 'StartExecution', 'StopExecution'],
    ),
    'transcribe': (
        'transcribe',
        ['DeleteTranscriptionJob', 'GetTranscriptionJob', 'ListTranscriptionJobs', 'StartTranscriptionJob'],
    ),
    'translate': ('translate', ['TranslateText']),
}

# Limits that AWS has announced as raised, or that are the service's own to keep: the newer model's are taken.
RAISED = {
    # https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html: 10,000 bytes of a text.
    ('translate', 'BoundedLengthString'),
    # A token that Step Functions made and that is handed back as it came.
    ('states', 'TaskToken'),
    # Provisioned capacity's; MaxConcurrentDpus is optional since engines can be Spark.
    ('athena', 'EngineConfiguration'),
}


def load(root, service):
    path = sorted(glob.glob(f'{root}/{service}/*/service-2.json*'))
    if not path:
        return None
    with gzip.open(path[-1], 'rt') if path[-1].endswith('.gz') else open(path[-1]) as file:
        return json.load(file)


def own(shape):
    """A shape's own constraints."""
    kept = {}
    if shape.get('min') is not None:
        kept['min'] = shape['min']
    if shape.get('max') is not None:
        kept['max'] = shape['max']
    if shape.get('pattern'):
        kept['pattern'] = shape['pattern']
    if shape.get('enum'):
        kept['enum'] = shape['enum']
    return kept


def narrower(newer, older):
    """The limits of both. A pattern of the older model is kept beside another one of the newer."""
    both = dict(newer)
    if 'min' in older:
        both['min'] = max(older['min'], newer.get('min', older['min']))
    if 'max' in older:
        both['max'] = min(older['max'], newer.get('max', older['max']))
    patterns = [one['pattern'] for one in (newer, older) if one.get('pattern')]
    # An older pattern without an end means the same; full matches are demanded here.
    if len(set(patterns)) == 2 and patterns[0].startswith(patterns[1].rstrip('$')):
        patterns = patterns[:1]
    if patterns:
        both['pattern'] = patterns[0] if len(set(patterns)) == 1 else patterns
    return both


def constraints(service, model, older, operations):
    shapes = {}
    raw = model['shapes']
    old = older['shapes'] if older else {}

    def multiple(reference):
        found = re.search(r'[Mm]ust be divisible by (\d+)', reference.get('documentation', ''))
        return {'multiple': int(found.group(1))} if found else None

    def walk(name):
        if name in shapes:
            return
        shape = raw[name]
        before = old.get(name, {}) if (service, name) not in RAISED else {}
        kept = narrower(own(shape), own(before) if before.get('type') == shape['type'] else {})
        shapes[name] = kept
        if shape['type'] == 'structure':
            required = sorted(set(shape.get('required', [])) | (set(before.get('required', [])) & set(shape['members'])))
            kept.clear()
            if required:
                kept['required'] = required
            kept['members'] = {}
            for member, reference in shape['members'].items():
                walk(reference['shape'])
                extra = multiple(reference)
                kept['members'][member] = [reference['shape'], extra] if extra else reference['shape']
        elif shape['type'] == 'list':
            walk(shape['member']['shape'])
            kept['of'] = shape['member']['shape']
        elif shape['type'] == 'map':
            walk(shape['key']['shape'])
            walk(shape['value']['shape'])
            kept['key'] = shape['key']['shape']
            kept['of'] = shape['value']['shape']

    inputs = {}
    for name in operations:
        inputs[name] = model['operations'][name]['input']['shape']
        walk(inputs[name])

    def target(reference):
        return reference if isinstance(reference, str) else reference[0]

    def binds(name, kept, alive):
        if any(key in kept for key in ('min', 'max', 'pattern', 'enum', 'required')):
            return True
        references = [*kept.get('members', {}).values(), *(kept[key] for key in ('of', 'key') if key in kept)]
        return any(isinstance(one, list) or target(one) in alive for one in references)

    alive = set()
    while True:
        found = {name for name, kept in shapes.items() if binds(name, kept, alive)}
        if found == alive:
            break
        alive = found
    result = {}
    for name in sorted(alive):
        kept = shapes[name]
        if 'members' in kept:
            members = {m: r for m, r in kept['members'].items() if isinstance(r, list) or target(r) in alive}
            kept = {**kept, 'members': members}
        for key in ('of', 'key'):
            if key in kept and kept[key] not in alive:
                kept = {k: v for k, v in kept.items() if k != key}
        result[name] = kept
    return {name: shape for name, shape in sorted(inputs.items()) if shape in alive}, result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--older')
    older_root = parser.parse_args().older
    root = os.path.join(os.path.dirname(botocore.__file__), 'data')
    folder = os.path.join(os.path.dirname(__file__), '..', 'local', 'wire', 'constraints')
    for service, (name, operations) in SERVICES.items():
        model = load(root, name)
        inputs, shapes = constraints(service, model, load(older_root, name) if older_root else None, operations)
        compact = lambda value: json.dumps(value, separators=(',', ':'), ensure_ascii=False)
        lines = ',\n'.join(f'{json.dumps(key)}:{compact(value)}' for key, value in shapes.items())
        with open(os.path.join(folder, f'{service}.json'), 'w') as file:
            file.write(f'{{"operations":{compact(inputs)},\n"shapes":{{\n{lines}\n}}}}\n')


main()
