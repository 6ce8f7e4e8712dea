import '../account.css'
import type { OwnProject } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { ListState } from '../list-state.tsx'
import { LongText } from '../long-text.tsx'
import { usePages } from '../use-pages.ts'

const key = ['me', 'projects']

export const TeamsPage = () => {
  const { account } = useMessages()
  const { teams } = account
  const client = useQueryClient()
  const [left, setLeft] = useState<OwnProject['project']>()
  const list = usePages(key, (cursor, signal) => muster.me.projects({ limit: 50 }, { signal }).page(cursor))
  const leave = async () => {
    if (left === undefined) return
    await muster.me.leaveProject(left.id)
    announce(teams.left(left.name))
    await client.invalidateQueries({ queryKey: ['me'] })
  }
  return (
    <>
      <PageHeader title={account.pages.teams} />
      <p className="account-note">{teams.note}</p>
      <ul className="account-inbox">
        {list.rows.map(({ project, roles }) => (
          <li key={project.id} className="card account-team">
            <div>
              <h2 className="account-inbox-title" dir="auto">
                {project.name} {project.enabled ? null : <Badge tone="bad">{teams.disabled}</Badge>}
              </h2>
              {project.description === '' ? null : (
                <LongText label={project.name}>{project.description}</LongText>
              )}
              <p className="account-note">
                {teams.roles}:{' '}
                <bdi>{roles.length === 0 ? teams.inherited : roles.map(({ name }) => name).join(', ')}</bdi>
              </p>
            </div>
            {roles.length === 0 ? null : (
              <Button aria-label={teams.leaveNamed(project.name)} onPress={() => setLeft(project)}>
                {teams.leave}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ListState list={list} empty={teams.none} />
      <ConfirmDialog
        title={teams.leaveNamed(left?.name ?? '')}
        act={teams.leave}
        isDanger
        isOpen={left !== undefined}
        onClose={() => setLeft(undefined)}
        onConfirm={leave}
      >
        {teams.leaveText(left?.name ?? '')}
      </ConfirmDialog>
    </>
  )
}
