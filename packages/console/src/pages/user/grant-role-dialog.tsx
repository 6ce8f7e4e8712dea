import type { User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { domainLookup, projectLookup } from '../directory/lookups.ts'
import { LookUpField } from './look-up-field.tsx'
import { type Place, rolesQuery, scopeOf } from './role-data.ts'
import { useUserAct } from './user-query.ts'

type GrantRoleDialogProps = { readonly user: User; readonly isOpen: boolean; readonly onClose: () => void }

export const GrantRoleDialog = (props: GrantRoleDialogProps) => {
  const { user: texts } = useMessages()
  const { user, isOpen, onClose } = props
  return (
    <Dialog title={texts.grantTitle(user.display_name ?? user.username)} isOpen={isOpen} onClose={onClose}>
      <GrantRoleForm user={user} onClose={onClose} />
    </Dialog>
  )
}

/** Roles that a manager of a domain may assign; see the rule `domain_managed_target_role`. */
const managed = ['manager', 'member', 'reader']

const GrantRoleForm = ({ user, onClose }: Omit<GrantRoleDialogProps, 'isOpen'>) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const maySystem = may('identity:create_system_grant_for_user')
  const [roleId, setRoleId] = useState<string | null>(null)
  const [type, setType] = useState<Place['type']>('project')
  const [project, setProject] = useState('')
  const [domain, setDomain] = useState(user.domain_id)
  const [inherited, setInherited] = useState(false)
  const roles = useQuery(rolesQuery)
  const id = type === 'project' ? project : domain
  const grant = useUserAct(user.id, async () => {
    if (roleId === null) return
    const more = inherited && type !== 'system' ? { inherited } : {}
    await muster.assignments.grant({ userId: user.id, roleId, scope: scopeOf({ type, id }), ...more })
    announce(texts.granted(roles.data?.find((role) => role.id === roleId)?.name ?? roleId))
    onClose()
  })
  const isComplete = roleId !== null && (type === 'system' || id !== '')
  const submit = () => {
    if (isComplete) grant.mutate()
  }
  const offered = (roles.data ?? []).filter(({ name }) => maySystem || managed.includes(name))
  const places = (['project', 'domain', 'system'] as const).filter((place) => place !== 'system' || maySystem)
  return (
    <Form className="form" isPending={grant.isPending} onSubmit={submit}>
      <SelectField
        label={texts.role}
        value={roleId}
        onChange={setRoleId}
        options={offered.map((role) => ({ value: role.id, label: role.name }))}
      />
      {roles.error ? <ErrorNotice error={roles.error} onRetry={() => void roles.refetch()} /> : null}
      <SelectField
        label={texts.where}
        value={type}
        onChange={setType}
        options={places.map((place) => ({ value: place, label: texts.places[place] }))}
      />
      {type === 'project' ? (
        <LookUpField
          label={texts.project}
          kind="project"
          lookup={projectLookup(user.domain_id)}
          value={project}
          onChange={setProject}
        />
      ) : null}
      {type === 'domain' && maySystem ? (
        <LookUpField
          label={texts.domain}
          kind="domain"
          lookup={domainLookup}
          value={domain}
          onChange={setDomain}
        />
      ) : null}
      {type === 'system' ? null : (
        <Checkbox isSelected={inherited} onChange={setInherited}>
          {texts.grantInherited}
        </Checkbox>
      )}
      {grant.error ? <ErrorNotice error={grant.error} /> : null}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={grant.isPending} isDisabled={!isComplete}>
          {texts.grantAct}
        </Button>
      </div>
    </Form>
  )
}
