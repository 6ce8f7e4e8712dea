import type { Endpoint } from '@muster/sdk/openstack'
import type { ReactNode } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { serviceName, useServices } from './queries.ts'

type EndpointTableProps = {
  readonly label: string
  readonly endpoints: readonly Endpoint[]
  /** Shows the service of each endpoint. */
  readonly hasServices?: boolean
  /** The buttons of a row. */
  readonly actions?: ((endpoint: Endpoint) => ReactNode) | undefined
  readonly empty?: string
}

/** A bounded list of endpoints. */
export const EndpointTable = ({ label, endpoints, hasServices, actions, empty }: EndpointTableProps) => {
  const { services, common } = useMessages()
  const known = useServices()
  const nameOf = (id: string) => {
    const service = known.find((one) => one.id === id)
    return service ? serviceName(service) : id
  }
  if (endpoints.length === 0) return <p className="hint">{empty ?? services.noEndpoints}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keyboard
    <div className="wide-table" tabIndex={0}>
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            {hasServices ? <th>{services.service}</th> : null}
            <th>{services.interface}</th>
            <th>{services.region}</th>
            <th>{services.url}</th>
            <th>{services.enabled}</th>
            {actions ? <th>{common.actions}</th> : null}
          </tr>
        </thead>
        <tbody>
          {endpoints.map((endpoint) => (
            <tr key={endpoint.id}>
              {hasServices ? (
                <td>
                  <bdi>{nameOf(endpoint.serviceId)}</bdi>
                </td>
              ) : null}
              <td>{services.interfaces[endpoint.interface]}</td>
              <td>
                <bdi>{endpoint.regionId ?? '–'}</bdi>
              </td>
              <td>
                <bdi>{endpoint.url}</bdi>
              </td>
              <td>
                <Badge tone={endpoint.enabled ? 'good' : 'neutral'}>
                  {endpoint.enabled ? services.enabled : services.disabled}
                </Badge>
              </td>
              {actions ? (
                <td>
                  <div className="row-actions">{actions(endpoint)}</div>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
