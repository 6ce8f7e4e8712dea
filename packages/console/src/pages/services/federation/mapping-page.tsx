import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { MissingObject } from '../missing-object.tsx'
import { refresh } from '../queries.ts'
import { MappingEditor } from './mapping-editor.tsx'

const MappingsLink = () => {
  const { services } = useMessages()
  return (
    <Link to="/federation" search={{ tab: 'mappings' }}>
      {services.mappings}
    </Link>
  )
}

export const NewMappingPage = () => {
  const { services } = useMessages()
  return (
    <>
      <PageHeader title={services.createMapping} trail={<MappingsLink />} />
      <MappingEditor />
    </>
  )
}

export const MappingPage = () => {
  const { services, common } = useMessages()
  const { mappingId } = useParams({ from: '/shell/federation/mappings/$mappingId' })
  const may = useMay()
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['mappings', mappingId],
    queryFn: ({ signal }) => identity.mappings.get(mappingId, { signal }),
  })
  if (!data)
    return (
      <MissingObject
        title={mappingId}
        trail={<MappingsLink />}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  const remove = async () => {
    await identity.mappings.delete(data)
    await navigate({ to: '/federation', search: { tab: 'mappings' } })
    announce(services.deleted(data.id))
    await refresh('mappings')
  }
  return (
    <>
      <PageHeader title={data.id} trail={<MappingsLink />}>
        {may('identity:delete_mapping') ? (
          <Button look="danger" onPress={() => setDeleting(true)}>
            {common.delete}
          </Button>
        ) : null}
      </PageHeader>
      <MappingEditor key={data.id} mapping={data} />
      <ConfirmDialog
        title={services.deleteOf(data.id)}
        act={common.delete}
        isDanger
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={remove}
      >
        {services.deleteMappingText(data.id)}
      </ConfirmDialog>
    </>
  )
}
