import type { Contract } from '../operation.ts'
import { Endpoint } from './endpoints.ts'
import { Policy } from './policies.ts'
import { collection, member, paging } from './shapes.ts'

const association = '/policies/{policy_id}/OS-ENDPOINT-POLICY'
const source = 'keystone.md section 16.5'

export const endpointPolicies = {
  getPolicyForEndpoint: {
    method: 'GET',
    path: '/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy',
    summary: 'Show the policy that applies to an endpoint',
    description:
      'The policy of the endpoint itself, otherwise of its service in its region or the nearest region above, otherwise of its service.',
    responses: { 200: member('policy', Policy) },
    errors: [404],
    source,
  },
  listEndpointsForPolicy: {
    method: 'GET',
    path: `${association}/endpoints`,
    summary: 'List the endpoints that a policy is associated with',
    description:
      'Endpoints that are associated themselves, by their service, or by their service in their region or a region above.',
    query: paging,
    responses: { 200: collection('endpoints', Endpoint) },
    errors: [404],
    source,
  },
  checkEndpointPolicy: {
    method: 'GET',
    path: `${association}/endpoints/{endpoint_id}`,
    summary: 'Check whether a policy is associated with an endpoint',
    responses: { 204: null },
    errors: [404],
    source,
  },
  setEndpointPolicy: {
    method: 'PUT',
    path: `${association}/endpoints/{endpoint_id}`,
    summary: 'Associate a policy with an endpoint, in place of its current one',
    responses: { 204: null },
    errors: [404],
    source,
  },
  removeEndpointPolicy: {
    method: 'DELETE',
    path: `${association}/endpoints/{endpoint_id}`,
    summary: 'Remove a policy from an endpoint',
    responses: { 204: null },
    errors: [404],
    source,
  },
  checkServicePolicy: {
    method: 'GET',
    path: `${association}/services/{service_id}`,
    summary: 'Check whether a policy is associated with a service',
    responses: { 204: null },
    errors: [404],
    source,
  },
  setServicePolicy: {
    method: 'PUT',
    path: `${association}/services/{service_id}`,
    summary: 'Associate a policy with a service, in place of its current one',
    responses: { 204: null },
    errors: [404],
    source,
  },
  removeServicePolicy: {
    method: 'DELETE',
    path: `${association}/services/{service_id}`,
    summary: 'Remove a policy from a service',
    responses: { 204: null },
    errors: [404],
    source,
  },
  checkRegionPolicy: {
    method: 'GET',
    path: `${association}/services/{service_id}/regions/{region_id}`,
    summary: 'Check whether a policy is associated with a service in a region',
    responses: { 204: null },
    errors: [404],
    source,
  },
  setRegionPolicy: {
    method: 'PUT',
    path: `${association}/services/{service_id}/regions/{region_id}`,
    summary: 'Associate a policy with a service in a region, in place of its current one',
    responses: { 204: null },
    errors: [404],
    source,
  },
  removeRegionPolicy: {
    method: 'DELETE',
    path: `${association}/services/{service_id}/regions/{region_id}`,
    summary: 'Remove a policy from a service in a region',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
