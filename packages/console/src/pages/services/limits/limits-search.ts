/** What the address of the limits contains. */
export type LimitsSearch = {
  readonly tab?: 'registered' | 'limits'
  readonly service?: string
  readonly region?: string
  readonly project?: string
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const readLimitsSearch = (raw: Record<string, unknown>): LimitsSearch => {
  const [service, region, project] = [textOf(raw['service']), textOf(raw['region']), textOf(raw['project'])]
  return {
    ...(raw['tab'] === 'limits' ? { tab: 'limits' } : {}),
    ...(service ? { service } : {}),
    ...(region ? { region } : {}),
    ...(project ? { project } : {}),
  }
}
