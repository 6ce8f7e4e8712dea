import { useMessages } from '../../../messages/use-messages.ts'
import type { Column } from '../../../ui/data-table/data-table.tsx'
import { serviceName, useServices } from '../queries.ts'

type Placed = { readonly serviceId: string; readonly regionId?: string | null }

/** The columns of the service and the region that a limit is for. */
export const usePlaceColumns = <Row extends Placed>(): readonly Column<Row>[] => {
  const { services } = useMessages()
  const known = useServices()
  return [
    {
      id: 'service',
      header: services.service,
      width: 190,
      cell: ({ serviceId }) => {
        const found = known.find(({ id }) => id === serviceId)
        return found ? serviceName(found) : serviceId
      },
    },
    {
      id: 'region',
      header: services.region,
      width: 160,
      cell: ({ regionId }) => regionId ?? services.allRegions,
    },
  ]
}
