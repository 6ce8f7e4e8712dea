import { checkedBeforeRequest, type Difference } from './compare.ts'

const keepsMetadata = 'The Python SDK sends {} in place of the metadata of a doc; ours sends the metadata.'
const oneSpelling =
  'Ids are sent in the spelling of the service, so that a server need not know every spelling that Python accepts.'
const explicitLimit =
  'The documented meaning of no limit is the whole list. The service returns 100 items; ours states this number and fetches the following pages.'
const retries = 'A GET is repeated twice after a transient failure; the Python SDK never repeats a request.'

const user = '/julep/api/users/<id 1>'

const spelled = (name: string, python: string): Difference => ({
  cases: [name],
  part: 'path',
  python: `/julep/api/users/${python}`,
  ours: user,
  reason: oneSpelling,
})

export const julepDifferences: readonly Difference[] = [
  {
    cases: ['create with metadata of docs'],
    part: 'body',
    python:
      '{"about":"","docs":[{"content":["one","two"],"metadata":{},"title":"Notes"}],"metadata":{},"name":"Ben"}',
    ours: '{"about":"","docs":[{"content":["one","two"],"metadata":{"kind":"note"},"title":"Notes"}],"metadata":{},"name":"Ben"}',
    reason: keepsMetadata,
  },
  {
    cases: ['create doc with metadata'],
    part: 'body',
    python: '{"content":["one","two"],"metadata":{},"title":"Notes"}',
    ours: '{"content":["one","two"],"metadata":{"kind":"note"},"title":"Notes"}',
    reason: keepsMetadata,
  },
  spelled('get in capitals', '<id 1 in capitals>'),
  spelled('get without dashes', '<id 1 without dashes>'),
  spelled('get in braces', '%7B<id 1>%7D'),
  spelled('get a URN', 'urn:uuid:<id 1>'),
  {
    cases: ['list', 'list docs', 'list docs of an absent user'],
    part: 'query',
    python: 'metadata_filter={}',
    ours: 'limit=100&metadata_filter={}',
    reason: explicitLimit,
  },
  {
    cases: ['list with offset'],
    part: 'query',
    python: 'metadata_filter={}&offset=1',
    ours: 'limit=100&metadata_filter={}&offset=1',
    reason: explicitLimit,
  },
  ...checkedBeforeRequest(
    ['create: metadata is text', 'create: name is a number'],
    'status 422',
    'POST /julep/api/users',
  ),
  ...checkedBeforeRequest(['list: limit is 0', 'list: offset is -1'], 'status 422', 'GET /julep/api/users'),
  ...checkedBeforeRequest(['update: overwrite with null'], 'status 422', 'PUT /julep/api/users/<id 3>'),
  ...checkedBeforeRequest(
    ['delete doc: doc_id is no UUID'],
    'status 404',
    'DELETE /julep/api/users/<id 3>/docs/nope',
  ),
  {
    cases: ['get with status 429', 'get with status 503'],
    part: 'requests',
    python: '1 × GET /julep/api/users/<id 3>',
    ours: '3 × GET /julep/api/users/<id 3>',
    reason: retries,
  },
]
