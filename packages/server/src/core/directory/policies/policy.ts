import { normalizeText } from '../../kernel/text.ts'

/** A text that Identity v3 stores for other services; Muster does not interpret it. */
export type Policy = {
  readonly id: string
  /** The media type of `blob`. */
  readonly type: string
  readonly blob: string
  readonly extra: Readonly<Record<string, unknown>>
}

/** What a policy is associated with: one endpoint, a service, or a service in a region. Each has one policy at most. */
export type PolicyTarget =
  | { readonly endpointId: string }
  | { readonly serviceId: string; readonly regionId?: string | undefined }

export type PolicyAssociation = { readonly policyId: string; readonly target: PolicyTarget }

export const normalizePolicyType = (type: string): string => normalizeText('type', type, 255)

export const normalizeBlob = (blob: string): string => normalizeText('blob', blob, 114_688)
