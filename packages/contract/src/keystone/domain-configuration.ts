import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { open } from './shapes.ts'

const source = 'keystone.md section 12'

/** Groups of options, or options where one option is addressed; core checks names and values. */
const Requested = Type.Object(
  { config: Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100 }) },
  open,
)

const Value = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(Type.String()),
])
const Options = Type.Record(Type.String(), Value)
const Whole = Type.Object({ config: Type.Record(Type.String(), Options) })
/** Of one option: its name without the group. */
const One = Type.Object({ config: Options })

export const domainConfiguration = {
  getDefaultConfig: {
    method: 'GET',
    path: '/domains/config/default',
    summary: 'Show the options that domains can have, with their defaults',
    responses: { 200: Whole },
    source,
  },
  getDefaultConfigGroup: {
    method: 'GET',
    path: '/domains/config/{group}/default',
    summary: 'Show the default options of a group',
    responses: { 200: Whole },
    source,
  },
  getDefaultConfigOption: {
    method: 'GET',
    path: '/domains/config/{group}/{option}/default',
    summary: 'Show the default of an option',
    responses: { 200: One },
    source,
  },
  setDomainConfig: {
    method: 'PUT',
    path: '/domains/{domain_id}/config',
    summary: 'Replace the configuration of a domain',
    body: Requested,
    responses: { 200: Whole, 201: Whole },
    errors: [404],
    source,
  },
  getDomainConfig: {
    method: 'GET',
    path: '/domains/{domain_id}/config',
    summary: 'Show the configuration of a domain',
    responses: { 200: Whole },
    errors: [404],
    source,
  },
  updateDomainConfig: {
    method: 'PATCH',
    path: '/domains/{domain_id}/config',
    summary: 'Change options of a domain',
    body: Requested,
    responses: { 200: Whole },
    errors: [404],
    source,
  },
  deleteDomainConfig: {
    method: 'DELETE',
    path: '/domains/{domain_id}/config',
    summary: 'Delete the configuration of a domain',
    responses: { 204: null },
    errors: [404],
    source,
  },
  getDomainConfigGroup: {
    method: 'GET',
    path: '/domains/{domain_id}/config/{group}',
    summary: 'Show the options of a group',
    responses: { 200: Whole },
    errors: [404],
    source,
  },
  updateDomainConfigGroup: {
    method: 'PATCH',
    path: '/domains/{domain_id}/config/{group}',
    summary: 'Change options of a group',
    body: Requested,
    responses: { 200: Whole },
    errors: [404],
    source,
  },
  deleteDomainConfigGroup: {
    method: 'DELETE',
    path: '/domains/{domain_id}/config/{group}',
    summary: 'Delete the options of a group',
    responses: { 204: null },
    errors: [404],
    source,
  },
  getDomainConfigOption: {
    method: 'GET',
    path: '/domains/{domain_id}/config/{group}/{option}',
    summary: 'Show an option',
    responses: { 200: One },
    errors: [404],
    source,
  },
  updateDomainConfigOption: {
    method: 'PATCH',
    path: '/domains/{domain_id}/config/{group}/{option}',
    summary: 'Change an option',
    body: Requested,
    responses: { 200: Whole },
    errors: [404],
    source,
  },
  deleteDomainConfigOption: {
    method: 'DELETE',
    path: '/domains/{domain_id}/config/{group}/{option}',
    summary: 'Delete an option',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
