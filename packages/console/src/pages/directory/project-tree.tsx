import type { Project } from '@muster/sdk'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { Tree } from 'react-aria-components'
import { muster } from '../../app/client.ts'
import { useLanguage } from '../../messages/use-messages.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ProjectTreeItem, type TreeNode } from './project-tree-item.tsx'

type ProjectTreeProps = {
  readonly domainId: string
  readonly label: string
  readonly expanded: ReadonlySet<string>
  readonly onExpand: (expanded: ReadonlySet<string>) => void
  readonly onOpen: (projectId: string) => unknown
}

/** Projects below one parent that are read at first, and after “Show more”; the search finds the others. */
const [few, most] = [200, 1000]

type Below = { readonly rows: readonly Project[]; readonly hasMore: boolean }

const belowQuery = (domainId: string, parentId: string, limit: number) => ({
  queryKey: ['projects', 'below', parentId, limit],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Below> => {
    const { items, next } = await muster.projects
      .list({ domain_id: domainId, parent_id: parentId, limit }, { signal })
      .page()
    return { rows: [...items].sort((a, b) => a.name.localeCompare(b.name)), hasMore: next !== undefined }
  },
  staleTime: 10_000,
})

/** The projects of a domain; those below a project are read when it is expanded. */
export const ProjectTree = ({ domainId, label, expanded, onExpand, onOpen }: ProjectTreeProps) => {
  const { messages, language } = useLanguage()
  const { common, directory } = messages
  const [long, setLong] = useState<ReadonlySet<string>>(new Set())
  const parents = [domainId, ...expanded]
  const results = useQueries({
    queries: parents.map((id) => belowQuery(domainId, id, long.has(id) ? most : few)),
  })
  const [root] = results
  const below = new Map(parents.map((id, index) => [id, results[index]]))
  const failed = results.find(({ error }) => error !== null)
  const nodesBelow = (parentId: string): TreeNode[] => {
    const found = below.get(parentId)
    // Also of a project that is not expanded: an item without an item below it could not be expanded.
    if (found?.data === undefined) return [{ kind: 'note', id: `…${parentId}`, text: common.loading }]
    const { rows, hasMore } = found.data
    if (rows.length === 0) return [{ kind: 'note', id: `∅${parentId}`, text: directory.noProjectsBelow }]
    const nodes: TreeNode[] = rows.map((project) => ({
      kind: 'project',
      id: project.id,
      project,
      below: nodesBelow(project.id),
    }))
    if (!hasMore) return nodes
    const isLong = long.has(parentId)
    const text = isLong
      ? directory.searchForMore(new Intl.NumberFormat(language).format(most))
      : directory.moreProjects
    return [...nodes, { kind: 'note', id: `+${parentId}`, text, ...(isLong ? {} : { more: parentId }) }]
  }
  if (root?.error) return <ErrorNotice error={root.error} onRetry={() => void root.refetch()} />
  if (root?.data === undefined) return <p className="table-note">{common.loading}</p>
  if (root.data.rows.length === 0) return <p className="table-note">{directory.noProjects}</p>
  return (
    <>
      <Tree
        aria-label={label}
        className="tree"
        items={nodesBelow(domainId)}
        expandedKeys={expanded}
        onExpandedChange={(keys) => onExpand(new Set([...keys].map(String)))}
        onAction={(key) => {
          const id = String(key)
          if (id.startsWith('+')) setLong(new Set([...long, id.slice(1)]))
          else if (!/^[…∅]/.test(id)) onOpen(id)
        }}
      >
        {(node) => <ProjectTreeItem node={node} />}
      </Tree>
      {failed ? <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} /> : null}
    </>
  )
}
