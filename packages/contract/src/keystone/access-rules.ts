import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Links, member, paging } from './shapes.ts'

export const accessRuleFields = {
  id: Type.String(),
  service: Type.String(),
  method: Type.String(),
  path: Type.String(),
}

const AccessRule = Type.Object({ ...accessRuleFields, links: Links }, { additionalProperties: false })

export const accessRules = {
  listAccessRules: {
    method: 'GET',
    path: '/users/{user_id}/access_rules',
    summary: 'List the access rules of a user',
    query: ['service', 'method', 'path', ...paging],
    responses: { 200: collection('access_rules', AccessRule) },
    errors: [404],
    source: 'keystone.md section 18',
  },
  getAccessRule: {
    method: 'GET',
    path: '/users/{user_id}/access_rules/{access_rule_id}',
    summary: 'Show an access rule',
    responses: { 200: member('access_rule', AccessRule) },
    errors: [404],
    source: 'keystone.md section 18',
  },
  deleteAccessRule: {
    method: 'DELETE',
    path: '/users/{user_id}/access_rules/{access_rule_id}',
    summary: 'Delete an access rule that no application credential uses',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 18',
  },
} as const satisfies Contract
