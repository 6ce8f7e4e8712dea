import assert from 'node:assert/strict'
import { type Native, nativeClient } from '../../server/test/native.ts'
import type { TestServer } from '../../server/test/test-server.ts'

export const password = 'phrase of a person'

type Created = { readonly id: string; readonly name: string }

/** A directory with projects in a tree, a group with members, and people with different roles on the default domain. */
export type Directory = {
  readonly n: Native
  readonly post: (path: string, body: object) => Promise<Created>
  readonly put: (path: string) => Promise<void>
  readonly newUser: (username: string, more?: object) => Promise<string>
  readonly roleId: (name: string) => Promise<string>
  readonly lab: Created
  readonly optics: Created
  readonly crew: Created
  readonly ada: string
}

export const makeDirectory = async (s: TestServer): Promise<Directory> => {
  const n = await nativeClient(s)
  const send = async (method: string, path: string, body?: object) => {
    const answer = await n.call(method, path, { secret: n.admin, body })
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const post: Directory['post'] = (path, body) => send('POST', path, body)
  const put: Directory['put'] = (path) => send('PUT', path)
  const newUser: Directory['newUser'] = async (username, more = {}) =>
    (await send('POST', '/users', { username, password, ...more })).id
  const roleId: Directory['roleId'] = async (name) => (await send('GET', `/roles?name=${name}`)).roles[0].id
  const lab = await post('/projects', { name: 'Laboratory', description: 'Where things are tried' })
  const optics = await post('/projects', { name: 'Optics', parent_id: lab.id, tags: ['light', 'lenses'] })
  const crew = await post('/groups', { name: 'Crew', description: 'Those on duty' })
  const ada = await newUser('ada', { display_name: 'Ada Lovelace', email: 'ada@example.com' })
  await newUser('bob', { display_name: 'Bob' })
  for (const role of ['manager', 'reader']) {
    const id = await newUser(`the-${role}`)
    await put(`/users/${id}/roles/${await roleId(role)}?scope=domain:default`)
  }
  await newUser('unknown-user')
  await put(`/groups/${crew.id}/members/${ada}`)
  await put(`/groups/${crew.id}/roles/${await roleId('member')}?scope=project:${lab.id}`)
  await put(`/users/${ada}/roles/${await roleId('reader')}?scope=project:${lab.id}&inherited=true`)
  return { n, post, put, newUser, roleId, lab, optics, crew, ada }
}
