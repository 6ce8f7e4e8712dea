import { test } from 'node:test'
import type { OperationRequest } from '@muster/contract/operation.ts'
import type * as contract from '@muster/contract/roboto/shapes.ts'
import type { users } from '@muster/contract/roboto/users.ts'
import type { Static } from 'typebox'
import type { WireOrg, WireUser } from '../src/roboto/record.ts'
import type { WireNewUser, WireUserUpdate } from '../src/roboto/requests.ts'
import type { OrgRecord, UserDict } from '../src/roboto/types.ts'
import { assertAssignable, assertNever, type Defined, type Unread } from './wire-types.ts'

type Record = Static<typeof contract.UserRecord>
type Org = Static<typeof contract.OrgRecord>
type Body<Name extends keyof typeof users> = OperationRequest<(typeof users)[Name]>['body']

test('the requests and responses of the Roboto client are those of the contract (checked by the compiler)', () => {
  assertAssignable<Defined<WireNewUser>, Body<'createUser'>>()
  assertAssignable<WireUserUpdate, Body<'updateUser'>>()
  assertAssignable<Record, WireUser>()
  assertAssignable<Record, UserDict>()
  assertAssignable<Org, WireOrg>()
  assertAssignable<Org['tier'], OrgRecord['tier']>()
  assertAssignable<Org['status'], OrgRecord['status']>()
  assertNever<Unread<Record, WireUser> | Unread<Org, WireOrg>>()
})
