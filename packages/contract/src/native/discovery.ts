import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { strict } from './shapes.ts'

export const discovery = {
  getIndex: {
    method: 'GET',
    path: '/',
    description: 'Lists the addresses of this API. No proof is needed.',
    summary: 'Where everything is',
    open: true,
    answers: {
      200: Type.Object({ version: Type.String(), links: Type.Record(Type.String(), Type.String()) }, strict),
    },
    source: 'docs/apis/native.md',
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    description: 'Returns this document. No proof is needed.',
    summary: 'This API as an OpenAPI 3.1 document',
    open: true,
    answers: { 200: Type.Object({ openapi: Type.String() }, { additionalProperties: true }) },
    source: 'docs/apis/native.md',
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    description: 'Returns the documentation of this API as HTML. No proof is needed.',
    summary: 'This API as a page for people',
    open: true,
    answers: { 200: Type.String({ contentMediaType: 'text/html' }) },
    source: 'docs/apis/native.md',
  },
  getDocsStyle: {
    method: 'GET',
    path: '/docs.css',
    description: 'Returns the style sheet of the documentation page. No proof is needed.',
    summary: 'How that page looks',
    open: true,
    answers: { 200: Type.String({ contentMediaType: 'text/css' }) },
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
