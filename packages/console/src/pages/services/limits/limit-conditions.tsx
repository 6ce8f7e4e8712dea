import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { FormFields } from '../form-fields.tsx'
import { serviceName, useRegions, useServices } from '../queries.ts'

type LimitConditionsProps = {
  /** Offers the choice of a project. */
  readonly hasProject?: boolean
  /** Buttons beside the conditions. */
  readonly children?: ReactNode
}

/** The conditions of the lists of limits, which the address of the page contains. */
export const LimitConditions = ({ hasProject, children }: LimitConditionsProps) => {
  const { services } = useMessages()
  const search = useSearch({ from: '/shell/limits' })
  const navigate = useNavigate({ from: '/limits' })
  const known = useServices()
  const regions = useRegions()
  return (
    <div className="toolbar">
      <FormFields
        fields={[
          {
            kind: 'choice',
            name: 'service',
            label: services.service,
            choices: [
              { value: '', label: services.anyService },
              ...known.map((service) => ({ value: service.id, label: serviceName(service) })),
            ],
          },
          {
            kind: 'choice',
            name: 'region',
            label: services.region,
            choices: [
              { value: '', label: services.anyRegion },
              ...regions.map(({ id }) => ({ value: id, label: id })),
            ],
          },
          ...(hasProject ? [{ kind: 'project', name: 'project', label: services.project } as const] : []),
        ]}
        values={{
          service: search.service ?? '',
          region: search.region ?? '',
          project: search.project ?? '',
        }}
        onChange={(name, value) =>
          void navigate({
            search: (before) => ({ ...before, [name]: value === '' ? undefined : String(value) }),
            replace: true,
          })
        }
      />
      {children}
    </div>
  )
}
