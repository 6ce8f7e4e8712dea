import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { open } from './shapes.ts'

const Version = Type.Object({
  id: Type.String(),
  status: Type.String(),
  updated: Type.String(),
  links: Type.Array(Type.Object({ rel: Type.String(), href: Type.String() })),
  'media-types': Type.Array(Type.Object({ base: Type.String(), type: Type.String() })),
})

/** The JSON Home document, for clients that accept `application/json-home`. */
const JsonHome = Type.Object({ resources: Type.Record(Type.String(), Type.Object({}, open)) })

export const versions = {
  listVersions: {
    method: 'GET',
    path: '/',
    summary: 'The versions of the Identity API, or its JSON Home document',
    public: true,
    responses: {
      300: Type.Object({ versions: Type.Object({ values: Type.Array(Version) }) }),
      200: JsonHome,
    },
    source: 'keystone.md section 8',
  },
} as const satisfies Contract

export const discovery = {
  getVersion: {
    method: 'GET',
    path: '/',
    summary: 'Identity API version 3, or its JSON Home document',
    public: true,
    responses: { 200: Type.Union([Type.Object({ version: Version }), JsonHome]) },
    source: 'keystone.md section 8',
  },
  getCaCertificate: {
    method: 'GET',
    path: '/OS-SIMPLE-CERT/ca',
    summary: 'Removed with PKI tokens',
    public: true,
    responses: { 410: Type.Object({}, open) },
    source: 'keystone-routes.tsv',
  },
  getSigningCertificate: {
    method: 'GET',
    path: '/OS-SIMPLE-CERT/certificates',
    summary: 'Removed with PKI tokens',
    public: true,
    responses: { 410: Type.Object({}, open) },
    source: 'keystone-routes.tsv',
  },
} as const satisfies Contract
