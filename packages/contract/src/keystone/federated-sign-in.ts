import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Token } from './auth.ts'
import { Domain } from './domains.ts'
import { Project } from './projects.ts'
import { collection, member, open, paging } from './shapes.ts'

const authPath = '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/auth'
const ssoPath = '/auth/OS-FEDERATION/websso/{protocol_id}'
const providerSsoPath = '/auth/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/websso'

const source = 'keystone.md section 23.3'

const signIn = {
  summary: 'Get an unscoped token for a user of an identity provider',
  public: true,
  headers: ['Authorization'],
  secret: true,
  responses: { 201: member('token', Token) },
  errors: [404, 503],
  source,
} as const

/** 200: a page that posts the token to the dashboard. 302: to the OpenID provider. */
const sso = {
  summary: 'Sign in at an identity provider and send the token to the dashboard',
  public: true,
  query: ['origin', 'code', 'state', 'iss', 'error'],
  secret: true,
  responses: { 200: Type.String(), 302: null },
  errors: [404, 503],
  source,
} as const

const form = { form: 'request', body: Type.Object({}, open) } as const

/** Sign-ins at identity providers, and web single sign-on. */
export const federatedSignIn = {
  getFederatedToken: { method: 'GET', path: authPath, ...signIn },
  createFederatedToken: { method: 'POST', path: authPath, ...signIn },
  getWebSso: { method: 'GET', path: ssoPath, ...sso },
  createWebSso: { method: 'POST', path: ssoPath, ...sso, ...form },
  getProviderWebSso: { method: 'GET', path: providerSsoPath, ...sso },
  createProviderWebSso: { method: 'POST', path: providerSsoPath, ...sso, ...form },
  getFederationProjects: {
    method: 'GET',
    path: '/OS-FEDERATION/projects',
    summary: 'List the projects you can get a token for, on the older path',
    query: paging,
    responses: { 200: collection('projects', Project) },
    errors: [404],
    source: 'keystone-routes.tsv',
  },
  getFederationDomains: {
    method: 'GET',
    path: '/OS-FEDERATION/domains',
    summary: 'List the domains you can get a token for, on the older path',
    query: paging,
    responses: { 200: collection('domains', Domain) },
    errors: [404],
    source: 'keystone-routes.tsv',
  },
} as const satisfies Contract
