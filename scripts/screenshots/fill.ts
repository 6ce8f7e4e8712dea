import { Muster } from '@muster/sdk'
import { nativeClient } from '../../packages/server/test/native.ts'
import type { TestServer } from '../../packages/server/test/test-server.ts'
import { type FilledOperations, fillOperations } from './fill-operations.ts'
import { type FilledServices, fillServices } from './fill-services.ts'
import { fillUser } from './fill-user.ts'

/** The objects whose pages are shown. */
export type Filled = FilledServices &
  FilledOperations & {
    readonly userId: string
    readonly serviceUserId: string
    readonly deletedUserId: string
    readonly projectId: string
    readonly groupId: string
    readonly domainId: string
    readonly jobId: string
  }

const given = [
  'Ada',
  'Alan',
  'Amina',
  'Chen',
  'Elena',
  'Farid',
  'Grace',
  'Hana',
  'Ines',
  'Kamal',
  'Leila',
  'Mateo',
]
const family = [
  'Lovelace',
  'Okafor',
  'Berg',
  'Rossi',
  'Tanaka',
  'Haddad',
  'Silva',
  'Novak',
  'Singh',
  'Jansen',
]

/** People, groups and projects of an organization. */
export const fillConsole = async (s: TestServer): Promise<Filled> => {
  const { admin } = await nativeClient(s)
  const address = s.muster.app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const muster = new Muster({ url: `http://127.0.0.1:${port}`, session: admin })
  const domain = await muster.domains.create({ name: 'Analytical Engines', description: 'A customer' })
  const users = []
  for (const [i, name] of given.flatMap((a) => family.map((b) => [a, b] as const)).entries())
    users.push(
      await muster.users.create({
        username: `${name[0]}.${name[1]}`.toLowerCase(),
        given_name: name[0],
        family_name: name[1],
        display_name: `${name[0]} ${name[1]}`,
        email: `${name[0]}.${name[1]}@example.org`.toLowerCase(),
        status: i % 9 === 8 ? 'disabled' : 'active',
        ...(i % 5 === 4 ? { metadata: { cost_center: 4711 + i } } : {}),
      }),
    )
  const long = await muster.users.create({
    username: 'hubert-blaine-wolfeschlegelsteinhausenbergerdorff-of-philadelphia',
    display_name: 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Younger of Philadelphia',
    email: 'hubert.blaine.wolfeschlegelsteinhausenbergerdorff@subdivision.department.example.org',
  })
  const gone = await muster.users.create({ username: 'former.colleague', display_name: 'Former Colleague' })
  await muster.users.delete(gone.id)
  const ada = users[0] ?? (await muster.me.get()).user
  const roles = await muster.roles.list().toArray({ limit: 20 })
  const roleNamed = (name: string) => roles.find((role) => role.name === name)?.id ?? ''
  const project = await muster.projects.create({ name: 'engine', domain_id: 'default' })
  await muster.projects.create({ name: 'mill', domain_id: 'default', parent_id: project.id })
  const group = await muster.groups.create({ name: 'engineers', description: 'They build engines.' })
  await muster.groups.create({ name: 'the-people-who-look-after-the-analytical-engine-in-the-basement' })
  for (const { id } of [...users.slice(0, 8), long]) await muster.groups.addMember(group.id, id)
  await muster.assignments.grant({
    groupId: group.id,
    roleId: roleNamed('member'),
    scope: `project:${project.id}`,
  })
  await muster.assignments.grant({
    userId: ada.id,
    roleId: roleNamed('reader'),
    scope: 'domain:default',
    inherited: true,
  })
  await muster.projects.setMember(project.id, ada.id, 'manager')
  await muster.documents.create(ada.id, { title: 'Contract', content: 'Signed in 1843.' })
  const job = await muster.bulkJobs.create({
    action: 'disable',
    users: { ids: users.slice(-3).map(({ id }) => id) },
  })
  const ids = { userId: ada.id, projectId: project.id, domainId: domain.id }
  return {
    ...ids,
    ...(await fillServices(s, ids)),
    ...(await fillOperations(s)),
    ...(await fillUser(s, muster, { ...ids, trusteeId: users[7]?.id ?? '' })),
    groupId: group.id,
    deletedUserId: gone.id,
    jobId: job.id,
  }
}
