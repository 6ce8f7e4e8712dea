import type { Project } from '@muster/sdk'
import { muster } from '../../app/client.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { readTags } from './object-dialog.tsx'
import { projectQuery, useRefresh } from './queries.ts'
import { useUndo } from './use-undo.ts'

type ProjectActsProps = {
  readonly project: Project
  readonly act: string | undefined
  readonly onClose: () => void
  readonly onDeleted: () => unknown
}

/** The dialogs of the page of a project. */
export const ProjectActs = ({ project, act, onClose, onDeleted }: ProjectActsProps) => {
  const { common, directory } = useMessages()
  const refresh = useRefresh()
  const undo = useUndo()
  const { id } = project
  const setEnabled = async (enabled: boolean, base?: Project) => {
    await muster.projects.update(id, { enabled }, base === undefined ? {} : { ifMatch: base })
    await refresh('projects')
  }
  switch (act) {
    case 'create':
      return <NewProjectDialog domainId={project.domain_id} parent={project} onClose={onClose} />
    case 'edit':
      return (
        <EditDialog
          title={directory.editProject}
          draft={`project.${id}`}
          object={project}
          valuesOf={({ name, description, tags }) => ({ name, description, tags: tags.join(', ') })}
          onClose={onClose}
          reload={() => queryClient.fetchQuery({ ...projectQuery(id), staleTime: 0 })}
          save={async ({ name, description, tags = '' }, base) => {
            await muster.projects.update(id, { name, description, tags: readTags(tags) }, { ifMatch: base })
            await refresh('projects')
          }}
        />
      )
    case 'disable':
      return (
        <ActDialog
          title={directory.disableProject(project.name)}
          act={common.disable}
          isDanger
          onClose={onClose}
          onConfirm={async () => {
            await setEnabled(false, project)
            announce(
              directory.projectDisabled(project.name),
              undo(() => setEnabled(true)),
            )
          }}
        >
          {directory.disableProjectEffect}
        </ActDialog>
      )
    case 'delete':
      return (
        <ActDialog
          title={directory.deleteProject(project.name)}
          act={common.delete}
          isDanger
          onClose={onClose}
          onConfirm={async () => {
            await muster.projects.delete(id)
            announce(directory.deletedNotice(project.name))
          }}
          onDone={async () => {
            await onDeleted()
            void refresh('projects', 'assignments')
          }}
        >
          {directory.deleteProjectEffect}
        </ActDialog>
      )
    default:
      return null
  }
}
