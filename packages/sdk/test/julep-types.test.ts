import { test } from 'node:test'
import type * as contract from '@muster/contract/julep/shapes.ts'
import type { users } from '@muster/contract/julep/users.ts'
import type { OperationRequest } from '@muster/contract/operation.ts'
import type { Static } from 'typebox'
import type {
  WireCreated,
  WireDoc,
  WireNewDoc,
  WireNewUser,
  WireUpdated,
  WireUser,
  WireUserUpdate,
} from '../src/julep/wire.ts'
import { assertAssignable, assertNever, type Defined, type Unread } from './wire-types.ts'

type User = Static<typeof contract.User>
type Doc = Static<typeof contract.Doc>
type Created = Static<typeof contract.ResourceCreated>
type Updated = Static<typeof contract.ResourceUpdated>
type Body<Name extends keyof typeof users> = OperationRequest<(typeof users)[Name]>['body']

test('the requests and responses of the Julep client are those of the contract (checked by the compiler)', () => {
  assertAssignable<WireNewDoc, Static<typeof contract.CreateDoc>>()
  assertAssignable<WireNewUser, Body<'createUser'>>()
  assertAssignable<Defined<WireUserUpdate>, Body<'patchUser'>>()
  assertAssignable<User, WireUser>()
  assertAssignable<Doc, WireDoc>()
  assertAssignable<Created, WireCreated>()
  assertAssignable<Updated, WireUpdated>()
  assertNever<Unread<User, WireUser> | Unread<Doc, WireDoc>>()
  assertNever<Unread<Created, WireCreated> | Unread<Updated, WireUpdated>>()
})
