import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { acceptInvitation } from '../src/core/accounts/invitations/accept-invitation.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { resendInvitation } from '../src/core/accounts/invitations/resend-invitation.ts'
import { revokeInvitation } from '../src/core/accounts/invitations/revoke-invitation.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../src/core/accounts/recovery/reset-password.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { secretIn } from './links.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const minute = 60_000
const week = 7 * 24 * 60 * minute
const emails = ['a@example.com', 'b@example.com', 'c@example.com'] as const

type Link = { readonly secret: string; readonly until: number; readonly email: string | null }

/** What a user should be, as the rules in words have it. */
type Person = {
  readonly id: string
  readonly name: string
  status: 'invited' | 'active' | 'disabled'
  email: string | null
  password: string | null
  /** Made by the server: good for choosing another and for nothing else, even once somebody approves the user. */
  temporary: boolean
  /** While invited. */
  until: number
  invitation: {
    mode: 'email_link' | 'temporary_password'
    secret: string | null
    email: string | null
  } | null
  links: Link[]
}

const steps = [
  'invite',
  'invite',
  'invite',
  'resend',
  'revoke',
  'accept',
  'accept',
  'accept',
  'request',
  'request',
  'send',
  'reset',
  'reset',
  'reset',
  'change',
  'change',
  'signIn',
  'setEmail',
  'setPassword',
  'disable',
  'enable',
  'delete',
  'wait',
  'wait',
] as const
type Step = {
  readonly kind: (typeof steps)[number]
  readonly a: number
  readonly b: number
  readonly c: number
}

/** The last one half of the time, else any. */
const recent = <T>(all: readonly T[], n: number): T | undefined => (n % 2 ? all.at(-1) : pick(all, n >> 1))

const pick = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)]

/** Walks a house and a model of it side by side: whatever the model has no way to do must not happen. */
const walk = async (h: TestCore, path: readonly Step[]) => {
  let people: Person[] = []
  const buried = new Set<string>()
  /** Every secret and every password there ever was. */
  const secrets: string[] = [h.ports.secrets.make('mst_i_'), h.ports.secrets.make('mst_r_'), '']
  const passwords: string[] = ['never set']
  let count = 0
  const fresh = () => {
    const made = `phrase number ${++count}`
    passwords.push(made)
    return made
  }
  const byEmail = (email: string) => people.find((person) => person.email === email)
  const mail = async () => secretIn((await h.sentEmails()).at(-1))
  const isOpen = ({ status, until, invitation, email }: Person) =>
    status === 'invited' && h.now() < until && invitation !== null && invitation.email === email
  const addLink = async (person: Person) => {
    const secret = await mail()
    secrets.push(secret)
    person.links.push({ secret, until: h.now() + 30 * minute, email: person.email })
  }
  const active = (person: Person) => person.links.filter(({ until }) => h.now() < until)

  const take: Record<Step['kind'], (step: Step) => Promise<readonly [found: unknown, expected: unknown]>> = {
    async invite({ a, b }) {
      const email = pick(emails, a) ?? ''
      const mode = pick(['email_link', 'temporary_password', 'none'] as const, b) ?? 'none'
      const before = byEmail(email)
      const name = `user-${++count}`
      let given: string | undefined
      let made: Awaited<ReturnType<typeof invite>> | undefined
      const invite = () => h.run(inviteUser, { email, mode, name })
      const end = await endOf(
        invite().then((invited) => {
          made = invited
          given = invited.temporaryPassword
        }),
      )
      const lapsed = before?.status === 'invited' && before.until <= h.now()
      if (before ? !lapsed && (mode === 'none' || before.status !== 'invited') : buried.has(email))
        return [end, 'email_taken']
      if (before && !lapsed)
        return [
          [end, made?.outcome, made?.user.id],
          ['ok', 'existing', before.id],
        ]
      const secret = mode === 'email_link' ? await mail() : null
      if (secret !== null) secrets.push(secret)
      if (given !== undefined) passwords.push(given)
      people = people.filter((person) => person !== before)
      people.push({
        id: before?.id ?? made?.user.id ?? '',
        name,
        status: mode === 'none' ? 'active' : 'invited',
        email,
        password: given ?? null,
        temporary: given !== undefined,
        until: h.now() + week,
        invitation: mode === 'none' ? null : { mode, secret, email },
        links: [],
      })
      return [
        [end, made?.outcome],
        ['ok', before ? 'reinvited' : 'created'],
      ]
    },
    async resend({ a }) {
      const person = pick(people, a)
      if (!person) return [0, 0]
      const end = await endOf(h.run(resendInvitation, { userId: person.id }))
      if (person.status !== 'invited') return [end, 'user_not_invited']
      if (person.until <= h.now()) return [end, 'invitation_lapsed']
      if (person.email === null) return [end, 'email_not_claimed']
      const secret = await mail()
      secrets.push(secret)
      person.invitation = { mode: 'email_link', secret, email: person.email }
      person.until = h.now() + week
      person.password = null
      return [end, 'ok']
    },
    async revoke({ a }) {
      const person = pick(people, a)
      const open = person && (await h.store.reading.invitations.ofUser(person.id))
      if (!person || !open) return [open !== undefined, (person?.invitation ?? null) !== null]
      const end = await endOf(h.run(revokeInvitation, { id: open.id }))
      person.invitation = null
      person.password = null
      person.until = Math.min(person.until, h.now())
      return [end, 'ok']
    },
    async accept({ a, c }) {
      const own = secrets.filter((secret) => c > 0 || secret.startsWith('mst_i_'))
      const secret = recent(own, a) ?? ''
      const password = fresh()
      const end = await endOf(h.run(acceptInvitation, { secret, password }, anonymous))
      const person = people.find((one) => one.invitation?.secret === secret && isOpen(one))
      if (!person) return [end, 'invitation_invalid']
      Object.assign(person, { status: 'active', password, temporary: false, invitation: null })
      return [end, 'ok']
    },
    async request({ a }) {
      const email = pick(emails, a) ?? ''
      const before = (await h.sentEmails()).length
      const end = await endOf(h.run(requestRecovery, { email }, anonymous))
      const sent = (await h.sentEmails()).length - before
      const person = byEmail(email)
      const wanted = person?.status === 'active' && active(person).length < 3
      if (wanted && sent === 1) await addLink(person)
      return [
        [end, sent],
        ['ok', wanted ? 1 : 0],
      ]
    },
    async send({ a }) {
      const person = pick(people, a)
      if (!person) return [0, 0]
      const end = await endOf(h.run(sendRecovery, { userId: person.id }))
      if (person.status !== 'active' || person.email === null) return [end, 'recovery_impossible']
      person.links = active(person).slice(-2)
      await addLink(person)
      return [end, 'ok']
    },
    async reset({ a, c }) {
      const own = secrets.filter((secret) => c > 0 || secret.startsWith('mst_r_'))
      const secret = recent(own, a) ?? ''
      const password = fresh()
      const end = await endOf(h.run(resetPassword, { secret, password }, anonymous))
      const person = people.find(
        (one) =>
          one.status === 'active' &&
          active(one).some((link) => link.secret === secret && link.email === one.email),
      )
      if (!person) return [end, 'recovery_invalid']
      Object.assign(person, { password, temporary: false, links: [] })
      return [end, 'ok']
    },
    async change({ a, b, c }) {
      const person = pick(people, a)
      const original = (c === 0 ? person?.password : pick(passwords, b)) ?? ''
      if (!person) return [0, 0]
      const password = fresh()
      const end = await endOf(h.run(changePassword, { id: person.id, original, password }, anonymous))
      if (person.password === null) return [end, 'user_without_password']
      if (person.password !== original) return [end, 'password_wrong']
      const temporary = isOpen(person) && person.invitation?.mode === 'temporary_password'
      if (person.status !== 'active' && !temporary) return [end, 'user_not_active']
      Object.assign(person, { status: 'active', password, temporary: false, invitation: null, links: [] })
      return [end, 'ok']
    },
    async signIn({ a, b, c }) {
      const person = pick(people, a)
      const password = (c === 0 ? person?.password : pick(passwords, b)) ?? ''
      if (!person) return [0, 0]
      const asked = { username: person.name, password, agent: null, address: null }
      const end = await endOf(h.run(openSession, asked, anonymous))
      if (person.password === null) return [end, 'user_without_password']
      if (person.password !== password) return [end, 'password_wrong']
      if (isOpen(person) && person.invitation?.mode === 'temporary_password') return [end, 'password_expired']
      if (person.status !== 'active') return [end, 'user_not_active']
      return [end, person.temporary ? 'password_expired' : 'ok']
    },
    async setEmail({ a, b }) {
      const person = pick(people, a)
      const email = pick([...emails, null], b) ?? null
      if (!person) return [0, 0]
      const end = await endOf(h.run(updateUser, { id: person.id, email, claimEmail: true }))
      const owner = email === null ? undefined : byEmail(email)
      if (owner && owner !== person) return [end, 'email_taken']
      person.email = email
      return [end, 'ok']
    },
    async setPassword({ a }) {
      const person = pick(people, a)
      if (!person) return [0, 0]
      const password = fresh()
      const end = await endOf(h.run(updateUser, { id: person.id, password }))
      Object.assign(person, { password, temporary: false, links: [] })
      return [end, 'ok']
    },
    async disable({ a }) {
      const person = pick(people, a)
      if (!person) return [0, 0]
      const end = await endOf(h.run(updateUser, { id: person.id, status: 'disabled' }))
      Object.assign(person, { status: 'disabled', invitation: null, links: [] })
      return [end, 'ok']
    },
    async enable({ a }) {
      const person = pick(people, a)
      if (!person) return [0, 0]
      const end = await endOf(h.run(updateUser, { id: person.id, status: 'active' }))
      Object.assign(person, { status: 'active', invitation: null })
      return [end, 'ok']
    },
    async delete({ a, b }) {
      const person = pick(people, a)
      // Seldom, so that walks have somebody to walk with.
      if (!person || b % 3 > 0) return [0, 0]
      const end = await endOf(h.run(deleteUser, { id: person.id }))
      people = people.filter((one) => one !== person)
      if (person.email !== null) buried.add(person.email)
      return [end, 'ok']
    },
    async wait({ a }) {
      h.advanceTime(pick([minute, minute, minute, 29 * minute, 30 * minute, week - minute, week], a) ?? 0)
      return [0, 0]
    },
  }

  for (const step of path) {
    const [found, expected] = await take[step.kind](step)
    assert.deepEqual(found, expected, JSON.stringify(step))
    for (const person of people) {
      const user = await h.store.reading.users.get(person.id)
      assert.deepEqual(
        [user?.status, user?.claimedEmail],
        [person.status, person.email],
        JSON.stringify(step),
      )
    }
  }
}

const walks = fc.array(
  fc.record({ kind: fc.constantFrom(...steps), a: fc.nat(30), b: fc.nat(30), c: fc.nat(2) }),
  { minLength: 40, maxLength: 80 },
)

onEachDatabase('random sequences of invitation and recovery', (makePlace) => {
  test('T52, T90: in any order of requests, passwords and access require the right credentials', async () => {
    const place = await makePlace()
    const numRuns = place.name === 'sqlite' ? 20 : 6
    await place.remove()
    await fc.assert(
      fc.asyncProperty(walks, async (path) => {
        const h = await createTestCore(await makePlace())
        try {
          await walk(h, path)
        } finally {
          await h.close()
        }
      }),
      { numRuns },
    )
  })
})
