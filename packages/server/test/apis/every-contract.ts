import { account } from '@muster/contract/account-pages/account.ts'
import { arize } from '@muster/contract/arize/all.ts'
import { geobox } from '@muster/contract/geobox/all.ts'
import { julep } from '@muster/contract/julep/all.ts'
import { keystone } from '@muster/contract/keystone/all.ts'
import { versions } from '@muster/contract/keystone/discovery.ts'
import { native } from '@muster/contract/native/all.ts'
import type { Contract, Operation } from '@muster/contract/operation.ts'
import { roboto } from '@muster/contract/roboto/all.ts'

const contracts: Readonly<Record<string, Contract>> = {
  ...{ arize, geobox, julep, keystone, native },
  pages: account,
  roboto,
  versions,
}

/** Every operation of every API, as `api.operation`. */
export const everyOperation: readonly (readonly [name: string, operation: Operation])[] = Object.entries(
  contracts,
).flatMap(([api, contract]) =>
  Object.entries(contract).map(([name, operation]) => [`${api}.${name}`, operation] as const),
)
