import { type DomainError, domainError } from '../../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../../kernel/operation.ts'
import type { ServiceProvider } from '../service-providers/service-provider.ts'
import { requireServiceProvider } from '../service-providers/service-providers.ts'
import { type ProjectToken, requireAssertableToken } from './assertable-token.ts'
import { assertionAttributes } from './assertion-attributes.ts'
import type { Assertion, SamlIssuer } from './saml-issuer.ts'

export type CreateAssertion = { readonly token: string; readonly serviceProviderId: string }

type Found = {
  readonly issuer: SamlIssuer
  readonly view: ProjectToken
  readonly provider: ServiceProvider
}

/** `text` is XML. */
export type IssuedAssertion = { readonly text: string; readonly provider: ServiceProvider }

const notConfigured = () =>
  domainError(
    'failed_precondition',
    'saml_not_configured',
    'This server issues no assertions. Its operator must set saml_certfile, saml_keyfile, saml_idp_entity_id and saml_idp_sso_endpoint.',
  )

const providerDisabled = (id: string) =>
  domainError('failed_precondition', 'service_provider_disabled', `Service provider ${id} is disabled.`)

const requireEnabledProvider = async (
  id: string,
  at: Pick<OperationContext, 'stores'>,
): Promise<ServiceProvider> => {
  const provider = await requireServiceProvider(id, at)
  if (!provider.enabled) throw providerDisabled(id)
  return provider
}

/** The token is read first, so that callers without one do not learn which service providers exist. */
const load = async ({ token, serviceProviderId }: CreateAssertion, at: OperationContext): Promise<Found> => {
  const { saml: issuer } = at.ports
  if (!issuer) throw notConfigured()
  const view = await requireAssertableToken(token, at)
  return { issuer, view, provider: await requireEnabledProvider(serviceProviderId, at) }
}

/** The entity ids in the setting `saml_audiences`; without one, the address that receives the assertion. */
const audiencesOf = ({ id, spUrl }: ServiceProvider, { ports }: OperationContext): readonly string[] => {
  const prefix = `${id}=`
  const named = ports.settings.samlAudiences.filter((entry) => entry.startsWith(prefix))
  return named.length === 0 ? [spUrl] : named.map((entry) => entry.slice(prefix.length))
}

const describeUser = async ({ view, provider }: Found, at: OperationContext): Promise<Assertion> => {
  const { secrets, settings } = at.ports
  const issuedAt = Math.floor(at.now / 1000)
  return {
    recipient: provider.spUrl,
    audiences: audiencesOf(provider, at),
    userName: view.user.name,
    attributes: await assertionAttributes(view, at),
    issuedAt,
    expiresAt: Math.min(Math.floor(view.expiresAt), issuedAt + settings.samlAssertionLifetime),
    authenticatedAt: Math.floor(view.payload.issuedAt),
    withPassword: view.payload.methods.includes('password'),
    // XML names must not begin with a digit.
    ids: {
      response: `_${secrets.makeHex()}`,
      assertion: `_${secrets.makeHex()}`,
      session: `_${secrets.makeHex()}`,
    },
  }
}

const assertionCommand = (render: (response: string, found: Found, at: OperationContext) => string) =>
  command({
    access: 'public',
    isolation: 'read committed',
    load,
    prepare: async (_input: CreateAssertion, found, at): Promise<string> =>
      render(found.issuer.sign(await describeUser(found, at)), found, at),
    apply: async (
      _input,
      { found, prepared: text, stores, record },
    ): Promise<IssuedAssertion | DomainError> => {
      const provider = await requireEnabledProvider(found.provider.id, { stores })
      if (provider.spUrl !== found.provider.spUrl)
        throw domainError(
          'conflict',
          'version_changed',
          'The service provider was changed. Repeat the request.',
        )
      record({
        kind: 'service_provider.assertion_issued',
        subject: { type: 'service_provider', id: provider.id },
        domainId: found.view.user.domain.id,
        detail: { user_id: found.view.user.id, project_id: found.view.scope.project.id },
      })
      return { text, provider }
    },
  })

/** A signed SAML response about the user of a project-scoped token, for a service provider. */
export const createSamlAssertion = assertionCommand((response) => response)

/** The same in the envelope of the ECP profile. */
export const createEcpAssertion = assertionCommand((response, { issuer, provider }, { ports }) =>
  issuer.wrap(response, `${provider.relayStatePrefix}${ports.secrets.makeHex()}`),
)
