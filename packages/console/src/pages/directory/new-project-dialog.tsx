import type { Project } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { LookupField } from '../../ui/lookup-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { projectLookup } from './lookups.ts'
import { ObjectDialog, readTags } from './object-dialog.tsx'
import { useRefresh } from './queries.ts'

type NewProjectDialogProps = {
  readonly domainId: string
  /** Chosen in the dialog if absent. */
  readonly parent?: Project
  readonly onClose: () => void
}

export const NewProjectDialog = ({ domainId, parent, onClose }: NewProjectDialogProps) => {
  const { common, directory } = useMessages()
  const refresh = useRefresh()
  const [chosen, setChosen] = useState<Project | undefined>(parent)
  return (
    <ObjectDialog
      title={parent === undefined ? directory.newProject : directory.newProjectBelow}
      act={common.create}
      draft={`project.new.${parent?.id ?? domainId}`}
      initial={{ name: '', description: '', tags: '', enabled: true }}
      onClose={onClose}
      onSubmit={async ({ name, description, tags = '', enabled }) => {
        const place = { domain_id: domainId, parent_id: chosen?.id ?? null }
        await muster.projects.create({ name, description, enabled, tags: readTags(tags), ...place })
        announce(directory.createdNotice(name))
        await refresh('projects')
      }}
    >
      <LookupField
        label={directory.parent}
        lookup={projectLookup(domainId)}
        value={chosen}
        onChange={setChosen}
        placeholder={directory.topLevel}
        isDisabled={parent !== undefined}
      />
    </ObjectDialog>
  )
}
