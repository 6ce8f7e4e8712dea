export type Region = {
  /** Chosen by the client or generated. */
  readonly id: string
  readonly description: string
  readonly parentId: string | null
  readonly extra: Readonly<Record<string, unknown>>
}

export type Service = {
  readonly id: string
  readonly type: string
  /** Not unique; `''` when unset. */
  readonly name: string
  readonly description: string | null
  readonly enabled: boolean
  readonly extra: Readonly<Record<string, unknown>>
}

export const endpointInterfaces = ['admin', 'internal', 'public'] as const

export type Endpoint = {
  readonly id: string
  readonly serviceId: string
  readonly regionId: string | null
  readonly interface: (typeof endpointInterfaces)[number]
  /** May contain placeholders such as `%(project_id)s`: see `render-catalog.ts`. */
  readonly url: string
  readonly enabled: boolean
  readonly extra: Readonly<Record<string, unknown>>
}

/** A service in the catalog of one token, with resolved URLs (keystone.md section 6.7). */
export type CatalogEntry = {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly endpoints: readonly {
    readonly id: string
    readonly interface: string
    readonly region: string | null
    readonly region_id: string | null
    readonly url: string
    readonly [extra: string]: unknown
  }[]
}
