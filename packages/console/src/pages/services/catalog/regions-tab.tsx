import type { Region } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { refresh, regionsQuery } from '../queries.ts'
import { RegionForm } from './region-form.tsx'
import { type RegionNode, regionTree } from './region-tree.ts'

type Edited = { readonly region?: Region; readonly parentId?: string }

/** The regions as a tree. */
export const RegionsTab = () => {
  const { services, common } = useMessages()
  const may = useMay()
  const [edited, setEdited] = useState<Edited>()
  const [deleted, setDeleted] = useState<Region>()
  const { data: regions, error, refetch } = useQuery(regionsQuery)
  if (error && !regions) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!regions) return <p className="hint">{common.loading}</p>
  const remove = async () => {
    if (!deleted) return
    await identity.regions.delete(deleted)
    await refresh('regions')
    announce(services.deleted(deleted.id))
  }
  const list = (nodes: readonly RegionNode[]) => (
    <ul>
      {nodes.map(({ region, below }) => (
        <li key={region.id}>
          <div className="region-row">
            <strong>
              <bdi>{region.id}</bdi>
            </strong>
            <span className="hint">
              <bdi>{region.description}</bdi>
            </span>
            <span className="row-actions">
              {may('identity:create_region') ? (
                <Button
                  look="quiet"
                  aria-label={services.addRegionBelow(region.id)}
                  onPress={() => setEdited({ parentId: region.id })}
                >
                  {common.add}
                </Button>
              ) : null}
              {may('identity:update_region') ? (
                <Button
                  look="quiet"
                  aria-label={services.editOf(region.id)}
                  onPress={() => setEdited({ region })}
                >
                  {common.edit}
                </Button>
              ) : null}
              {may('identity:delete_region') ? (
                <Button
                  look="quiet"
                  aria-label={services.deleteOf(region.id)}
                  onPress={() => setDeleted(region)}
                >
                  {common.delete}
                </Button>
              ) : null}
            </span>
          </div>
          {below.length === 0 ? null : list(below)}
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {may('identity:create_region') ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => setEdited({})}>
            {services.createRegion}
          </Button>
        </div>
      ) : null}
      <section className="card region-tree" aria-label={services.regions}>
        {regions.length === 0 ? <p className="hint">{services.noRegions}</p> : list(regionTree(regions))}
      </section>
      {edited ? (
        <RegionForm
          regions={regions}
          region={edited.region}
          parentId={edited.parentId}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
      <ConfirmDialog
        title={services.deleteOf(deleted?.id ?? '')}
        act={common.delete}
        isDanger
        isOpen={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        onConfirm={remove}
      >
        {services.deleteRegionText(deleted?.id ?? '')}
      </ConfirmDialog>
    </>
  )
}
