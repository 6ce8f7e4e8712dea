import type { OwnProject } from '@muster/sdk'
import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ProjectMembers } from '../../directory/project-members.tsx'
import { LongText } from '../long-text.tsx'

type TeamItemProps = {
  readonly team: OwnProject
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onLeave: () => void
}

/** A project of the user, with its members on request. */
export const TeamItem = ({ team: { project, roles }, isOpen, onToggle, onLeave }: TeamItemProps) => {
  const { account, directory } = useMessages()
  const { teams } = account
  const [act, setAct] = useState<string>()
  return (
    <li className="card">
      <div className="account-team">
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
        <div className="toolbar">
          <Button
            aria-label={`${directory.members}: ${project.name}`}
            aria-expanded={isOpen}
            onPress={onToggle}
          >
            {directory.members}
          </Button>
          {roles.length === 0 ? null : (
            <Button aria-label={teams.leaveNamed(project.name)} onPress={onLeave}>
              {teams.leave}
            </Button>
          )}
        </div>
      </div>
      {isOpen ? <ProjectMembers project={project} act={act} onAct={setAct} /> : null}
    </li>
  )
}
