import type { Region } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh } from '../queries.ts'
import { withBelow } from './region-tree.ts'

type RegionFormProps = {
  readonly regions: readonly Region[]
  /** Absent: a new region. */
  readonly region?: Region | undefined
  /** The region above a new one. */
  readonly parentId?: string | undefined
  readonly onClose: () => void
}

export const RegionForm = ({ regions, region, parentId, onClose }: RegionFormProps) => {
  const { services, common } = useMessages()
  const excluded = region ? withBelow(region.id, regions) : new Set<string>()
  const parents = regions.filter(({ id }) => !excluded.has(id))
  const fields: readonly FormField[] = [
    ...(region
      ? []
      : [{ kind: 'text', name: 'id', label: services.regionId, hint: services.regionIdHint } as const]),
    {
      kind: 'choice',
      name: 'parent',
      label: services.parentRegion,
      choices: [
        { value: '', label: services.topRegion },
        ...parents.map(({ id }) => ({ value: id, label: id })),
      ],
    },
    { kind: 'text', name: 'description', label: services.description, rows: 2 },
  ]
  const submit = async (values: Values) => {
    const input = {
      description: String(values['description']),
      parentRegionId: String(values['parent']) || null,
    }
    const saved = region
      ? await identity.regions.update(region, input)
      : await identity.regions.create({ ...input, id: String(values['id']) || undefined })
    await refresh('regions')
    announce((region ? services.changed : services.created)(saved.id))
  }
  return (
    <FormDialog
      title={region ? services.editOf(region.id) : services.createRegion}
      act={region ? common.save : common.create}
      fields={fields}
      initial={{
        id: '',
        parent: region?.parentRegionId ?? parentId ?? '',
        description: region?.description ?? '',
      }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
