import { domainRestriction, type KnownCaller } from '../../kernel/caller.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { type PauseReason, type Webhook, type WebhookView, webhookTarget } from './webhook.ts'

type Reading = Pick<OperationContext, 'stores' | 'ports' | 'now' | 'mayAs'>
type Made = Pick<Webhook, 'id' | 'domainId' | 'createdBy'>
type Domain = Pick<Webhook, 'domainId'>
type Maker = Extract<PauseReason, 'maker_deleted' | 'maker_disabled'> | readonly KnownCaller[]

const findMaker = async (id: string, at: Reading): Promise<Maker> => {
  const callers = await at.ports.access.callersOf(id, at)
  if (callers === 'deleted') return 'maker_deleted'
  return callers === 'disabled' ? 'maker_disabled' : callers
}

const mayMake = async (maker: KnownCaller, { domainId }: Domain, at: Reading): Promise<boolean> => {
  const own = domainRestriction(maker)
  if (own !== undefined && own !== domainId) return false
  if (!at.mayAs(maker)('muster:create_webhook', webhookTarget({ domainId }))) return false
  return at.ports.access.hasActiveScope(maker, at)
}

const pauseOf = async (domain: Domain, maker: Maker, at: Reading): Promise<PauseReason | null> => {
  if (typeof maker === 'string') return maker
  for (const caller of maker) if (await mayMake(caller, domain, at)) return null
  return 'maker_not_allowed'
}

/**
 * The paused webhooks and the reason for each: the maker (the user who created or last changed the webhook) could not
 * create it now with its own roles. Each maker is read once and checked once for each domain. A webhook without a
 * recorded maker is never paused
 * (docs/decisions/0040-webhooks-need-an-active-maker.md).
 */
export const pausesOf = async (
  webhooks: readonly Made[],
  at: Reading,
): Promise<ReadonlyMap<string, PauseReason>> => {
  const pauses = new Map<string, PauseReason>()
  if (!at.ports.settings.webhookRequireActiveMaker) return pauses
  const makers = new Map<string, Maker>()
  const reasons = new Map<string, PauseReason | null>()
  for (const { id, domainId, createdBy } of webhooks) {
    if (createdBy === null) continue
    const maker = makers.get(createdBy) ?? (await findMaker(createdBy, at))
    makers.set(createdBy, maker)
    const key = `${createdBy} ${domainId ?? ''}`
    const reason = reasons.has(key) ? reasons.get(key) : await pauseOf({ domainId }, maker, at)
    reasons.set(key, reason ?? null)
    if (reason) pauses.set(id, reason)
  }
  return pauses
}

export const withPause = async (webhook: Webhook, at: Reading): Promise<WebhookView> => ({
  ...webhook,
  pausedBecause: (await pausesOf([webhook], at)).get(webhook.id) ?? null,
})
