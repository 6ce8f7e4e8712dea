import { queryOptions } from '@tanstack/react-query'
import { connection } from '../../app/identity.ts'

export type RoleRef = { readonly id: string; readonly name: string }

/** One role, and those that it implies directly. */
export type Implications = { readonly prior: RoleRef; readonly implied: readonly RoleRef[] }

type Inferences = {
  readonly role_inferences: readonly { readonly prior_role: RoleRef; readonly implies: readonly RoleRef[] }[]
}

const refOf = ({ id, name }: RoleRef): RoleRef => ({ id, name })
const byName = (a: RoleRef, b: RoleRef) => a.name.localeCompare(b.name)

const listImplications = async (signal: AbortSignal): Promise<readonly Implications[]> => {
  const request = { service: 'identity', method: 'GET', path: '/role_inferences', signal } as const
  const { role_inferences } = (await connection.request(request)).body as Inferences
  return role_inferences
    .map(({ prior_role, implies }) => ({
      prior: refOf(prior_role),
      implied: implies.map(refOf).sort(byName),
    }))
    .filter(({ implied }) => implied.length > 0)
    .sort((a, b) => byName(a.prior, b.prior))
}

export const implicationsQuery = queryOptions({
  queryKey: ['roles', 'implications'],
  queryFn: ({ signal }) => listImplications(signal),
})

const send = (method: 'PUT' | 'DELETE', prior: RoleRef, implied: RoleRef) =>
  connection.request({
    service: 'identity',
    method,
    path: '/roles/{prior}/implies/{implied}',
    params: { prior: prior.id, implied: implied.id },
  })

export const addImplication = (prior: RoleRef, implied: RoleRef) => send('PUT', prior, implied)

export const removeImplication = (prior: RoleRef, implied: RoleRef) => send('DELETE', prior, implied)
