import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { OrgRecord, wrapped } from './shapes.ts'

const source = 'docs/apis/roboto.md'

export const orgs = {
  getOwnOrgs: {
    method: 'GET',
    path: '/v1/orgs/caller',
    summary: 'List the organizations of the caller',
    responses: { 200: wrapped(Type.Array(OrgRecord)) },
    source,
  },
  getUserOrgs: {
    method: 'GET',
    path: '/v1/users/id/{user_id}/orgs',
    summary: 'List the organizations of a user',
    responses: { 200: wrapped(Type.Array(OrgRecord)) },
    errors: [404],
    source,
  },
} as const satisfies Contract
