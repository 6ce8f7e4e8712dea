import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { strict } from './shapes.ts'

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
    source: 'docs/apis/native.md',
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    description: 'Returns this document. Needs no authentication.',
    summary: 'Get the OpenAPI 3.1 document of this API',
    public: true,
    responses: { 200: Type.Object({ openapi: Type.String() }, { additionalProperties: true }) },
    source: 'docs/apis/native.md',
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    description: 'Returns the documentation of this API as HTML. Needs no authentication.',
    summary: 'Get the documentation page',
    public: true,
    responses: { 200: Type.String({ contentMediaType: 'text/html' }) },
    source: 'docs/apis/native.md',
  },
  getDocsStyle: {
    method: 'GET',
    path: '/docs.css',
    description: 'Returns the style sheet of the documentation page. Needs no authentication.',
    summary: 'Get the style sheet of the documentation page',
    public: true,
    responses: { 200: Type.String({ contentMediaType: 'text/css' }) },
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
