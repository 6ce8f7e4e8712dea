import type { Project } from '@muster/sdk'
import { Button, Collection, TreeItem, TreeItemContent } from 'react-aria-components'
import { useMessages } from '../../messages/use-messages.ts'
import { StateBadges } from './state-badges.tsx'

export type TreeNode =
  | {
      readonly kind: 'project'
      readonly id: string
      readonly project: Project
      readonly below: readonly TreeNode[]
    }
  /** `more`: the parent of which more projects are shown by an action on the row. */
  | { readonly kind: 'note'; readonly id: string; readonly text: string; readonly more?: string }

export const ProjectTreeItem = ({ node }: { readonly node: TreeNode }) => {
  const { directory } = useMessages()
  if (node.kind === 'note')
    return (
      <TreeItem id={node.id} textValue={node.text} className="tree-item">
        <TreeItemContent>
          <div className="tree-row">
            <span className={node.more === undefined ? 'tree-note' : 'tree-more'}>{node.text}</span>
          </div>
        </TreeItemContent>
      </TreeItem>
    )
  const { project, below } = node
  return (
    <TreeItem id={project.id} textValue={project.name} hasChildItems className="tree-item">
      <TreeItemContent>
        {({ isExpanded }) => (
          <div className="tree-row">
            <Button slot="chevron" className="tree-chevron">
              <span aria-hidden="true">{isExpanded ? '▾' : '▸'}</span>
              <span className="visually-hidden">{directory.expand}</span>
            </Button>
            <bdi className="tree-name">{project.name}</bdi>
            {project.enabled && !project.immutable ? null : (
              <StateBadges {...(project.enabled ? {} : { enabled: false })} immutable={project.immutable} />
            )}
            <bdi className="tree-description">{project.description}</bdi>
          </div>
        )}
      </TreeItemContent>
      <Collection items={below}>{(child) => <ProjectTreeItem node={child} />}</Collection>
    </TreeItem>
  )
}
