import { test } from 'node:test'
import type { Plan as WireContractPlan } from '@muster/contract/geobox/plans.ts'
import type { sessions } from '@muster/contract/geobox/sessions.ts'
import type { users, User as WireContractUser } from '@muster/contract/geobox/users.ts'
import type { OperationRequest } from '@muster/contract/operation.ts'
import type { Static } from 'typebox'
import type { WireNewUser, WireUserUpdate } from '../src/geobox/arguments.ts'
import type { UserRole, UserStatus } from '../src/geobox/types.ts'
import type { WirePlan, WireSession, WireUser } from '../src/geobox/wire.ts'
import { assertAssignable, assertNever, type Defined, type Unread } from './wire-types.ts'

type User = Static<typeof WireContractUser>
type Plan = Static<typeof WireContractPlan>
type Session = Static<(typeof sessions.listSessions.responses)[200]>[number]
type Body<Name extends keyof typeof users> = OperationRequest<(typeof users)[Name]>['body']

test('the requests and responses of the Geobox client are those of the contract (checked by the compiler)', () => {
  assertAssignable<Defined<WireNewUser>, Body<'createUser'>>()
  assertAssignable<Defined<WireUserUpdate>, Body<'updateUser'>>()
  assertAssignable<User, WireUser>()
  assertAssignable<Plan, WirePlan>()
  assertAssignable<Session, WireSession>()
  assertAssignable<User['role'], UserRole>()
  assertAssignable<User['status'], UserStatus>()
  assertNever<Unread<User, WireUser> | Unread<Session, WireSession>>()
})
