import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { strict } from './shapes.ts'

const source = 'docs/apis/native.md'

/** What a search of the documentation finds. */
export const docsEntryKinds = ['resource', 'operation', 'field', 'error', 'event'] as const

const Page = Type.String({ contentMediaType: 'text/html' })

export const discovery = {
  getIndex: {
    method: 'GET',
    path: '/',
    description: 'Lists the URLs of this API. Needs no authentication.',
    summary: 'List the URLs of this API',
    public: true,
    responses: {
      200: Type.Object({ version: Type.String(), links: Type.Record(Type.String(), Type.String()) }, strict),
    },
    source,
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    description: 'Returns this document. Needs no authentication.',
    summary: 'Get the OpenAPI 3.1 document of this API',
    public: true,
    responses: { 200: Type.Object({ openapi: Type.String() }, { additionalProperties: true }) },
    source,
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    description:
      'Returns the start page of the documentation as HTML; with `q` the operations, fields and error codes that match. Needs no authentication.',
    summary: 'Get the start page of the documentation, or search it',
    query: ['q'],
    public: true,
    responses: { 200: Page },
    source,
  },
  getDocsPage: {
    method: 'GET',
    path: '/docs/{page}',
    description:
      'Returns a page of the documentation as HTML: the page of a resource, `errors` or `event-kinds`. Needs no authentication. An unknown page is 404 `page_not_found`.',
    summary: 'Get a page of the documentation',
    public: true,
    responses: { 200: Page },
    errors: [404],
    source,
  },
  getDocsIndex: {
    method: 'GET',
    path: '/docs/index.json',
    description:
      'Returns what the search of the documentation finds: operations, fields, error codes and event kinds. Needs no authentication.',
    summary: 'Get the search index of the documentation',
    public: true,
    responses: {
      200: Type.Object(
        {
          entries: Type.Array(
            Type.Object(
              {
                kind: Type.Enum([...docsEntryKinds]),
                name: Type.String(),
                about: Type.String(),
                url: Type.String({ description: 'Relative to the URL of the start page.' }),
              },
              strict,
            ),
          ),
        },
        strict,
      ),
    },
    source,
  },
  getDocsScript: {
    method: 'GET',
    path: '/docs/scripts/{script}',
    description:
      'Returns a script of the documentation pages. Needs no authentication. An unknown script is 404 `page_not_found`.',
    summary: 'Get a script of the documentation pages',
    public: true,
    responses: { 200: Type.String({ contentMediaType: 'text/javascript' }) },
    errors: [404],
    source,
  },
  getDocsStyle: {
    method: 'GET',
    path: '/docs.css',
    description: 'Returns the style sheet of the documentation pages. Needs no authentication.',
    summary: 'Get the style sheet of the documentation pages',
    public: true,
    responses: { 200: Type.String({ contentMediaType: 'text/css' }) },
    source,
  },
} as const satisfies Contract
