import type { Muster } from '@muster/sdk'
import type { TestServer } from '../../packages/server/test/test-server.ts'

const quotas = {
  ...{ storage: 500, concurrent_tasks: 8, daily_api_calls: 10_000, monthly_api_calls: 200_000 },
  ...{ daily_traffic: 50, monthly_traffic: 1000, daily_process: 20, monthly_process: 400 },
}

/** What the tabs of a user show, and the pages of the administrator's own account. */
export const fillUser = async (
  s: TestServer,
  muster: Muster,
  { userId, projectId, trusteeId }: Readonly<Record<'userId' | 'projectId' | 'trusteeId', string>>,
): Promise<{ readonly serviceUserId: string }> => {
  const send = async (path: string, body: object, token = s.admin) => {
    const answer = await s.call('POST', `/v3${path}`, { token, body })
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const password = 'the phrase of Ada'
  await muster.users.setPassword(userId, password)
  const plan = await muster.plans.create({ name: 'Professional', number_of_days: 365, ...quotas })
  await muster.plans.create({ name: 'Basic', number_of_days: 30, ...quotas, storage: 50 })
  await muster.users.setPlan(userId, { plan_id: plan.id })
  const me = (await muster.me.get()).user
  await muster.users.setPlan(me.id, { plan_id: plan.id })
  await muster.projects.setMember(projectId, me.id, 'manager')
  for (const id of [userId, me.id])
    for (const title of ['Grace mentioned you', 'Hana mentioned you in “Quarterly plan”'])
      await muster.notifications.send({
        user_id: id,
        type: 'comment_mention',
        title,
        body: 'Can you look at this before Friday?',
        link: 'https://app.example.org/comments/7',
      })
  await send('/credentials', {
    credential: { type: 'totp', user_id: userId, blob: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
  })
  const token = await s.signIn({ id: userId, password }, { project: { id: projectId } })
  await send(
    '/OS-TRUST/trusts',
    {
      trust: {
        trustor_user_id: userId,
        trustee_user_id: trusteeId,
        impersonation: true,
        project_id: projectId,
        roles: [{ name: 'member' }],
        expires_at: '2027-06-30T12:00:00.000000Z',
      },
    },
    token,
  )
  const scope = { type: 'project' as const, id: projectId }
  await muster.apiKeys.create({ name: 'Nightly backup', scope, expires_at: '2027-12-31T12:00:00Z' })
  await muster.apiKeys.create({ name: 'Continuous integration', scope })
  const { user } = await muster.apiKeys.createServiceUser({
    username: 'reports',
    scope: { type: 'domain', id: 'default' },
    roles: [{ name: 'reader' }],
  })
  await muster.apiKeys.create({
    user_id: user.id,
    name: 'The yearly report of the department of mathematics, first edition',
    expires_at: '2027-06-30T12:00:00Z',
    scope: { type: 'domain', id: 'default' },
  })
  return { serviceUserId: user.id }
}
