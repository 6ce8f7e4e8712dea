import type { User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { projectLookup } from '../directory/lookups.ts'
import { LookUpField } from './look-up-field.tsx'
import { useUserAct } from './user-query.ts'

const memberRoles = ['manager', 'member', 'reader', 'annotator'] as const

export const AddProjectForm = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const [project, setProject] = useState('')
  const [role, setRole] = useState<(typeof memberRoles)[number]>('member')
  const add = useUserAct(user.id, async () => {
    await muster.projects.setMember(project, user.id, role)
    announce(common.saved)
    setProject('')
  })
  const submit = () => {
    if (project !== '') add.mutate()
  }
  return (
    <Form isPending={add.isPending} onSubmit={submit} aria-label={texts.addToProject}>
      <div className="toolbar">
        <LookUpField
          label={texts.project}
          kind="project"
          lookup={projectLookup(user.domain_id)}
          value={project}
          onChange={setProject}
        />
        <SelectField
          label={texts.role}
          value={role}
          onChange={setRole}
          options={memberRoles.map((name) => ({ value: name, label: name }))}
        />
        <Button type="submit" isPending={add.isPending} isDisabled={project === ''}>
          {texts.addToProject}
        </Button>
      </div>
      {add.error ? <ErrorNotice error={add.error} /> : null}
    </Form>
  )
}
