import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { importStates, rowTypes } from './imports.ts'
import { GivenScope, Id, nullable, optional, page, paging, Scope, strict, Text, Time } from './shapes.ts'

export const bulkActions = [
  'invite',
  'enable',
  'disable',
  'delete',
  'restore',
  'grant_role',
  'revoke_role',
  'add_to_group',
  'remove_from_group',
  'set_plan',
] as const

const Count = Type.Integer({ minimum: 0 })
const Action = Type.Enum([...bulkActions])

export const BulkJob = Type.Object(
  {
    id: Type.String(),
    domain_id: Type.String(),
    action: Action,
    role: nullable(
      Type.Object(
        {
          id: Type.String(),
          scope: Scope,
          inherited: Type.Boolean(),
        },
        strict,
      ),
    ),
    group_id: nullable(Type.String()),
    plan_id: nullable(Type.String({ description: 'For `set_plan`: the plan, null to detach it.' })),
    source: Type.Enum(['ids', 'emails', 'filter']),
    filter: nullable(Type.String()),
    state: Type.Enum([...importStates]),
    stopped_by: nullable(Type.String({ description: 'Why the last run stopped; null if it did not stop.' })),
    total: nullable(Type.Integer({ description: 'Number of users in the list; null for a filter.' })),
    handled: Type.Integer({ minimum: 0, description: 'The sum of the following three counts.' }),
    changed: Count,
    unchanged: Type.Integer({
      minimum: 0,
      description: 'Users that did not need a change.',
    }),
    failed: Count,
    created_by: nullable(Type.String({ description: 'The user that created it; null: the operator.' })),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewBulkJob = Type.Object(
  {
    action: Action,
    domain_id: optional(Id),
    users: Type.Object(
      {
        ids: optional(Type.Array(Id, { minItems: 1, maxItems: 10_000 })),
        emails: optional(
          Type.Array(Text(320, 1), {
            minItems: 1,
            maxItems: 10_000,
            description: 'For `invite`: addresses that belong to no user yet.',
          }),
        ),
        filter: optional(
          Type.String({
            minLength: 1,
            maxLength: 8192,
            description:
              'A condition in CQL2 text, as in the list of users. For `restore`, a condition on deleted users.',
          }),
        ),
      },
      { ...strict, description: 'Exactly one of these.' },
    ),
    role: optional(
      Type.Object(
        {
          id: Id,
          scope: GivenScope,
          inherited: optional(Type.Boolean()),
        },
        { ...strict, description: 'For `grant_role` and `revoke_role`: the role and its scope.' },
      ),
    ),
    group_id: optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'For `add_to_group` and `remove_from_group`.',
      }),
    ),
    plan_id: optional(
      nullable(
        Type.String({
          minLength: 1,
          maxLength: 255,
          description: 'For `set_plan`: a plan of the domain; null detaches the plan of the users.',
        }),
      ),
    ),
  },
  strict,
)

export const BulkJobError = Type.Object(
  {
    row: Type.Integer({
      minimum: 1,
      description: 'The position in the list, or in the result of the filter.',
    }),
    user_id: nullable(Type.String({ description: 'Null for an email address.' })),
    code: Type.String(),
    message: Type.String(),
  },
  strict,
)

const source = 'docs/bulk.md'

export const bulkJobs = {
  listBulkJobs: {
    method: 'GET',
    path: '/bulk-jobs',
    summary: 'List bulk jobs, newest first',
    query: ['domain_id', ...paging],
    description:
      'Lists the bulk jobs of the domains in which the caller may manage them, newest first. `domain_id` selects one domain. The list is paged with `next_cursor`.',
    strictQuery: true,
    responses: { 200: page('bulk_jobs', BulkJob) },
    source,
  },
  createBulkJob: {
    method: 'POST',
    path: '/bulk-jobs',
    summary: 'Create a bulk job: one action on many users of a domain',
    description:
      'Creates a job for one action on users of one domain, selected by ids, emails or a filter. Nothing changes until the job is run. The caller must be allowed to do the action; only the same caller, with the same kind of credentials, may run the job.',
    strictQuery: true,
    body: NewBulkJob,
    responses: { 201: BulkJob },
    errors: [404, 415],
    source,
  },
  getBulkJob: {
    method: 'GET',
    path: '/bulk-jobs/{bulk_job_id}',
    summary: 'Show a bulk job and its counts',
    description: 'Shows a bulk job with its state and its counts of changed, unchanged and failed users.',
    strictQuery: true,
    responses: { 200: BulkJob },
    errors: [404],
    source,
  },
  deleteBulkJob: {
    method: 'DELETE',
    path: '/bulk-jobs/{bulk_job_id}',
    summary: 'Delete a bulk job, its list and its errors; its changes stay',
    description: 'Deletes the job with its list of users and its errors. Changes to users are not undone.',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source,
  },
  runBulkJob: {
    method: 'POST',
    path: '/bulk-jobs/{bulk_job_id}/run',
    summary:
      'Run or continue a bulk job with the authority of this request, for at most 20 seconds; the response streams its progress',
    query: ['max_users'],
    description:
      'Applies the action to one user after another, each with the current authority of this request, like a single request. Ends after 20 seconds or `max_users`; repeat it to continue. A user that cannot be changed is recorded as an error and does not stop the job; a lost permission does.',
    strictQuery: true,
    responseStream: [rowTypes.ndjson],
    responses: { 200: Type.String() },
    errors: [404, 409],
    source,
  },
  listBulkJobErrors: {
    method: 'GET',
    path: '/bulk-jobs/{bulk_job_id}/errors',
    summary: 'List the errors of a bulk job: the first 10,000',
    query: paging,
    description:
      'Lists why users were not changed, in the order of the job. The first 10,000 errors are kept; all are counted. The list is paged with `next_cursor`.',
    strictQuery: true,
    responses: { 200: page('errors', BulkJobError) },
    errors: [404],
    source,
  },
} as const satisfies Contract
