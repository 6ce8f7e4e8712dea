import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Contract } from '@muster/contract/operation.ts'
import { Type } from 'typebox'
import { anonymous } from '../core/kernel/caller.ts'
import type { ApiDefinition, Handlers, RequestContext } from './api.ts'
import { defineApi } from './define-api.ts'

const contract = {
  getThing: {
    method: 'GET',
    path: '/things/{thing_id}',
    summary: 'Get a thing',
    responses: { 200: Type.Object({ id: Type.String() }) },
    source: 'this test',
  },
  deleteThing: {
    method: 'DELETE',
    path: '/things/{thing_id}',
    summary: 'Delete a thing',
    responses: { 204: null },
    source: 'this test',
  },
} as const satisfies Contract

type ThingContext = { readonly owner: string }

const handlers: Handlers<typeof contract, ThingContext> = {
  getThing: async ({ params }, { owner }) => ({ status: 200, body: { id: `${owner}/${params.thing_id}` } }),
  deleteThing: async () => ({ status: 204 }),
}

const definition: ApiDefinition<typeof contract, ThingContext> = {
  name: 'things',
  prefix: '/things',
  contract,
  handlers,
  contextOf: () => ({ owner: 'me' }),
  bodyLimit: 1024,
  authenticate: () => anonymous,
  toErrorResponse: () => ({ status: 400 }),
  renderHttpError: () => ({ status: 400 }),
  headers: () => ({}),
}

test('an API runs its handlers with its own request context', async () => {
  const { operations } = defineApi(definition)
  assert.deepEqual(
    operations.map(({ name }) => name),
    ['getThing', 'deleteThing'],
  )
  const request = { params: { thing_id: '1' }, query: {}, body: undefined }
  assert.deepEqual(await operations[0]?.handler(request, {} as RequestContext), {
    status: 200,
    body: { id: 'me/1' },
  })
})

// `tsc` fails if one of these compiles.
test('a definition that does not match its contract does not compile', () => {
  const { deleteThing, getThing } = handlers
  // @ts-expect-error: a handler is missing
  defineApi({ ...definition, handlers: { getThing } })
  // @ts-expect-error: the status is not in the contract
  defineApi({ ...definition, handlers: { getThing, deleteThing: async () => ({ status: 200 }) } })
  defineApi({
    ...definition,
    // @ts-expect-error: the body does not match the schema
    handlers: { deleteThing, getThing: async () => ({ status: 200, body: { id: 1 } }) },
  })
  // @ts-expect-error: the request context lacks what the handlers need
  defineApi<typeof contract, ThingContext>({ ...definition, contextOf: (context) => context })
  // @ts-expect-error: the fast path is of an operation that does not exist
  defineApi<typeof contract, ThingContext>({ ...definition, fastPaths: { getOther: () => undefined } })
})
