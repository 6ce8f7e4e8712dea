import assert from 'node:assert/strict'
import { julep } from '@muster/contract/julep/all.ts'
import { nativeClient } from '../native.ts'
import type { Credentials, Given, MakeFixture } from './api-fixture.ts'

/** A domain with a manager, a reader and a user without a role, and the manager of another domain. */
export const julepFixture: MakeFixture = async (s) => {
  const n = await nativeClient(s)
  const proof = (secret: string): Credentials => ({ headers: { authorization: `Bearer ${secret}` } })
  const [here, there] = [await n.newDomain(), await n.newDomain()]
  const reader = await n.newReader(here.id)
  const { username, password } = await n.newUser({ domain_id: here.id })
  const unprivileged = await n.signIn(username, password, here.id)
  const doc = { title: 'Notes', content: ['one', 'two'], metadata: { kind: 'note' } }
  const user = { name: 'Ann', about: 'Likes rain', metadata: { type: 'test', deep: { a: [1] } } }
  const make = async (path: string, body: object): Promise<string> => {
    const headers = { authorization: `Bearer ${here.secret}` }
    const made = await s.call('POST', `/julep/api${path}`, { body, headers })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body.id
  }
  const input = (name: string): Given => {
    switch (name) {
      case 'createUser':
        return { body: { ...user, docs: [doc] } }
      case 'patchUser':
      case 'updateUser':
        return { body: user }
      case 'createUserDoc':
        return { body: doc }
      case 'listUsers':
      case 'listUserDocs':
        return { query: { metadata_filter: '{}' } }
      default:
        return {}
    }
  }
  return {
    prefix: '/julep/api',
    contract: julep,
    things: async () => {
      const user_id = await make('/users', user)
      return { user_id, doc_id: await make(`/users/${user_id}/docs`, doc) }
    },
    given: input,
    callers: {
      manager: proof(here.secret),
      readOnly: proof(reader),
      foreign: proof(there.secret),
      unprivileged: proof(unprivileged),
    },
    isErrorResponse: ({ status, body }) => {
      const keys = Object.keys(body ?? {}).join()
      return status === 422
        ? keys === 'status_code,message,data' && body.status_code === 422 && body.data === null
        : keys === 'detail' && typeof body.detail === 'string'
    },
    open: [],
    readOnlyMay: ['getUser', 'listUserDocs', 'listUsers'],
    // A foreign caller creates and lists objects of its own domain.
    foreignMay: ['createUser', 'listUsers'],
  }
}
