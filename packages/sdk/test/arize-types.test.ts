import { test } from 'node:test'
import type { UserCreated, users, User as WireContractUser } from '@muster/contract/arize/users.ts'
import type { OperationRequest } from '@muster/contract/operation.ts'
import type { Static } from 'typebox'
import type { WireUserUpdate } from '../src/arize/arguments.ts'
import type { InviteMode, UserStatus } from '../src/arize/types.ts'
import type { WireCreatedUser, WireNewUser, WirePagination, WireUser } from '../src/arize/wire.ts'
import { assertAssignable, assertNever, type Defined, type Unread } from './wire-types.ts'

type User = Static<typeof WireContractUser>
type Created = Static<typeof UserCreated>
type Page = Static<(typeof users.listUsers.responses)[200]>
type Body<Name extends keyof typeof users> = OperationRequest<(typeof users)[Name]>['body']

test('the requests and responses of the Arize client are those of the contract (checked by the compiler)', () => {
  assertAssignable<Defined<WireNewUser>, Body<'createUser'>>()
  assertAssignable<Defined<WireUserUpdate>, Body<'updateUser'>>()
  assertAssignable<User, WireUser>()
  assertAssignable<Created, WireCreatedUser>()
  assertAssignable<Page['pagination'], WirePagination>()
  assertAssignable<Lowercase<User['status']>, UserStatus>()
  assertAssignable<Lowercase<Created['invite_mode']>, InviteMode>()
  assertNever<Unread<User, WireUser> | Unread<Created, WireCreatedUser>>()
})
