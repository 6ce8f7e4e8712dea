import type { Domain, Group, Project, Role, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { LookupField } from '../../ui/lookup-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { FormDialog } from './form-dialog.tsx'
import { useHomeDomain } from './home-domain.ts'
import { domainLookup, groupLookup, projectLookup, roleLookup, userLookup } from './lookups.ts'
import { rolesQuery, useRefresh } from './queries.ts'
import { type Place, scopeText } from './scope-name.tsx'
import { useUndo } from './use-undo.ts'

export type ActorRef = { readonly type: 'user' | 'group'; readonly id: string; readonly name: string }

type GrantDialogProps = {
  /** Whose people, groups and projects are offered; undefined for those of every domain. */
  readonly domainId: string | undefined
  /** Chosen in the dialog if absent. */
  readonly actor?: ActorRef
  /** Chosen in the dialog if absent. */
  readonly place?: Place
  readonly onClose: () => void
}

const refOf = (user: User | undefined, group: Group | undefined): ActorRef | undefined => {
  if (user) return { type: 'user', id: user.id, name: user.username }
  return group && { type: 'group', id: group.id, name: group.name }
}

/** Grants a role to a person or group. */
export const GrantDialog = ({ domainId, actor, place, onClose }: GrantDialogProps) => {
  const { directory } = useMessages()
  const refresh = useRefresh()
  const undo = useUndo()
  const home = useHomeDomain()
  const { data: roles = [] } = useQuery(rolesQuery())
  const [actorType, setActorType] = useState<'user' | 'group'>('user')
  const [user, setUser] = useState<User>()
  const [group, setGroup] = useState<Group>()
  const [kind, setKind] = useState<Place['type']>('project')
  const [domain, setDomain] = useState<Domain>()
  const [project, setProject] = useState<Project>()
  const [role, setRole] = useState<Role>()
  const [inherited, setInherited] = useState(false)
  const to =
    actor ?? refOf(actorType === 'user' ? user : undefined, actorType === 'group' ? group : undefined)
  const chosenId = { system: null, domain: domain?.id, project: project?.id }[kind]
  const where = place ?? (chosenId === undefined ? undefined : { type: kind, id: chosenId })
  const scopes: readonly Place['type'][] =
    home === undefined ? ['project', 'domain', 'system'] : ['project', 'domain']
  const kinds = { project: directory.project, domain: directory.domain, system: directory.system }
  const submit = async () => {
    if (to === undefined || where === undefined || role === undefined) return
    const grant = {
      roleId: role.id,
      scope: scopeText(where),
      inherited: where.type !== 'system' && inherited,
      ...(to.type === 'user' ? { userId: to.id } : { groupId: to.id }),
    }
    await muster.assignments.grant(grant)
    announce(
      directory.granted(role.name, to.name),
      undo(() => muster.assignments.revoke(grant).then(() => refresh('assignments'))),
    )
    await refresh('assignments')
  }
  return (
    <FormDialog
      title={directory.grantRole}
      act={directory.grant}
      isComplete={to !== undefined && where !== undefined && role !== undefined}
      onClose={onClose}
      onSubmit={submit}
    >
      {actor === undefined ? (
        <>
          <SelectField
            label={directory.toWhom}
            options={[
              { value: 'user', label: directory.person },
              { value: 'group', label: directory.group },
            ]}
            value={actorType}
            onChange={setActorType}
          />
          {actorType === 'user' ? (
            <LookupField
              label={directory.person}
              lookup={userLookup(domainId)}
              value={user}
              onChange={setUser}
            />
          ) : (
            <LookupField
              label={directory.group}
              lookup={groupLookup(domainId)}
              value={group}
              onChange={setGroup}
            />
          )}
        </>
      ) : null}
      <LookupField label={directory.role} lookup={roleLookup(roles)} value={role} onChange={setRole} />
      {place === undefined ? (
        <>
          <SelectField
            label={directory.scopeKind}
            options={scopes.map((value) => ({ value, label: kinds[value] }))}
            value={kind}
            onChange={setKind}
          />
          {kind === 'project' ? (
            <LookupField
              label={directory.project}
              lookup={projectLookup(domainId)}
              value={project}
              onChange={setProject}
            />
          ) : null}
          {kind === 'domain' ? (
            <LookupField label={directory.domain} lookup={domainLookup} value={domain} onChange={setDomain} />
          ) : null}
        </>
      ) : null}
      {(place?.type ?? kind) === 'system' ? null : (
        <Checkbox isSelected={inherited} onChange={setInherited}>
          {directory.forBelow}
        </Checkbox>
      )}
    </FormDialog>
  )
}
