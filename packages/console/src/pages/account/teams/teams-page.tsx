import '../account.css'
import type { OwnProject } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { ListState } from '../list-state.tsx'
import { usePages } from '../use-pages.ts'
import { TeamItem } from './team-item.tsx'

const key = ['me', 'projects']

export const TeamsPage = () => {
  const { account } = useMessages()
  const { teams } = account
  const client = useQueryClient()
  const { project: opened } = useSearch({ from: '/shell/account/teams' })
  const navigate = useNavigate({ from: '/account/teams' })
  const toggle = (id: string) =>
    void navigate({ search: id === opened ? {} : { project: id }, replace: true, resetScroll: false })
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
        {list.rows.map((team) => (
          <TeamItem
            key={team.project.id}
            team={team}
            isOpen={opened === team.project.id}
            onToggle={() => toggle(team.project.id)}
            onLeave={() => setLeft(team.project)}
          />
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
