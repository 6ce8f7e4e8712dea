import { ArgumentError } from '../transport/errors.ts'
import {
  type CallOptions,
  makeTransport,
  type Transport,
  type TransportRequest,
} from '../transport/transport.ts'
import { parseBaseUrl, trimSlashes } from '../transport/url.ts'
import type { AuthMethod, ConnectionOptions } from './auth-options.ts'
import { type Authenticator, makeAuthenticator } from './authenticator.ts'
import { type EndpointQuery, findEndpoint, requireEndpoint } from './catalog.ts'
import { discoverIdentity } from './discovery.ts'
import { EndpointNotFound, type MissingAuthMethods, toError } from './errors.ts'
import { type Identity, makeIdentity } from './identity.ts'
import type { TokenDetails } from './token.ts'
import { isTokenless, makeTokenlessAuthenticator } from './tokenless-authenticator.ts'

/** A request to any service of the catalog. */
export type ServiceRequest = Omit<TransportRequest, 'authenticated'> &
  EndpointQuery & {
    /** The service type, such as `compute`. `path` is relative to its endpoint. */
    readonly service: string
  }

export type ServiceResponse = {
  readonly status: number
  readonly headers: Headers
  /** The parsed JSON body, or undefined without a body. */
  readonly body: unknown
  readonly raw: Response
}

/** Methods whose credentials have a scope of their own. */
const withScope = new Set<unknown>(['applicationCredential', 'apiKey', 'cookie'])

/**
 * A connection to an OpenStack cloud, or to Muster, as one user.
 *
 * @example
 * const connection = new Connection({
 *   authUrl: 'https://cloud.example/identity/v3',
 *   auth: { type: 'password', user: { name: 'jane', domain: { id: 'default' } }, password },
 *   scope: { project: { name: 'web', domain: { id: 'default' } } },
 * })
 * for await (const project of connection.identity.projects.list()) console.log(project.name)
 */
export class Connection {
  /** The operations of Identity v3. */
  readonly identity: Identity
  readonly #options: ConnectionOptions
  readonly #authenticator: Authenticator
  readonly #transports = new Map<string, Transport>()
  readonly #identityUrls = new Map<string, Promise<string>>()

  /** Checks the options; the first request authenticates. Throws `ArgumentError`. */
  constructor(options: ConnectionOptions) {
    parseBaseUrl(options.authUrl, 'authUrl')
    for (const url of Object.values(options.endpointOverrides ?? {})) parseBaseUrl(url, 'endpointOverrides')
    this.#options = options
    this.#authenticator = this.#makeAuthenticator()
    this.identity = makeIdentity(async (request) =>
      (await this.#identityTransport(request.signal)).send(request),
    )
  }

  /**
   * Fetches a new token, and returns what it is for. Calls in parallel share one request. Throws `Unauthorized`, and
   * `MissingAuthMethods` if the user must present a further factor.
   * @example const { user, project, roles } = await connection.authenticate()
   */
  async authenticate(options?: CallOptions): Promise<TokenDetails> {
    return (await this.#authenticator.authenticate(options)).details
  }

  /**
   * Continues an authentication with the missing methods. The connection uses the resulting token until it expires.
   * @example await connection.continueAuthentication(error, { type: 'totp', passcode: '123456' })
   */
  async continueAuthentication(
    error: MissingAuthMethods,
    auth: AuthMethod | readonly AuthMethod[],
    options?: CallOptions,
  ): Promise<TokenDetails> {
    return (await this.#authenticator.continueWith(error, auth, options)).details
  }

  /**
   * The token, for programs that send it themselves; fetched or renewed if necessary. A secret. With an API key, that
   * of the key.
   * @example const headers = { 'x-auth-token': await connection.token() }
   */
  async token(options?: CallOptions): Promise<string> {
    return this.#authenticator.credential(options)
  }

  /**
   * What the current token is for: user, scope, roles and catalog; fetched or renewed if necessary.
   * @example const { expiresAt } = await connection.tokenDetails()
   */
  async tokenDetails(options?: CallOptions): Promise<TokenDetails> {
    return (await this.#authenticator.current(options)).details
  }

  /** Revokes the token. A later request authenticates again. @example await connection.revokeToken() */
  async revokeToken(options?: CallOptions): Promise<void> {
    await this.#authenticator.revoke(options)
  }

  /**
   * The address of a service in the catalog, without a trailing slash. Throws `EndpointNotFound`.
   * @example const url = await connection.endpoint('compute')
   */
  async endpoint(service: string, query: EndpointQuery = {}, options?: CallOptions): Promise<string> {
    const override = this.#override(service)
    if (override !== undefined) return override
    const catalog = await this.#authenticator.catalog(options)
    const { region, interface: kind } = this.#options
    return requireEndpoint(catalog, service, { region, interface: kind, ...query })
  }

  /**
   * Sends a request with the token to a service of the catalog. `path` is a template for `params`.
   * @example
   * const { body } = await connection.request({ service: 'compute', method: 'GET', path: '/servers/{id}', params: { id } })
   */
  async request(request: ServiceRequest): Promise<ServiceResponse> {
    const { service, region, interface: kind, ...rest } = request
    if (typeof service !== 'string' || service === '')
      throw new ArgumentError('service', 'must be a service type')
    if (!rest.path?.startsWith('/')) throw new ArgumentError('path', 'must begin with a slash')
    const query = { ...(region && { region }), ...(kind && { interface: kind }) }
    // As the operations of `identity`: below /v3, also when the catalog has an address without a version.
    if (service === 'identity' && Object.keys(query).length === 0)
      return (await this.#identityTransport(rest.signal)).send(rest)
    const url = await this.endpoint(service, query, { signal: rest.signal })
    return this.#transport(url, service).send(rest)
  }

  #makeAuthenticator(): Authenticator {
    const { auth, scope, authUrl } = this.#options
    const methods = [auth].flat() as AuthMethod[]
    if (scope !== undefined && methods.some((method) => withScope.has(method?.type)))
      throw new ArgumentError('scope', 'these credentials have a scope of their own')
    if (isTokenless(auth)) return makeTokenlessAuthenticator(auth)
    return makeAuthenticator(auth, scope, async () => this.#transport(await this.#identityUrl(authUrl)))
  }

  #override(service: string): string | undefined {
    const found = Object.entries(this.#options.endpointOverrides ?? {}).find(([type]) => type === service)
    return found && trimSlashes(found[1])
  }

  /** One transport per endpoint. Each sends the token to the origin of its endpoint only. */
  #transport(url: string, service = 'identity'): Transport {
    const known = this.#transports.get(url)
    if (known) return known
    try {
      const { authorization } = this.#authenticator
      const transport = makeTransport({ ...this.#options, baseUrl: url, authorization, toError })
      this.#transports.set(url, transport)
      return transport
    } catch (error) {
      if (error instanceof ArgumentError)
        throw new EndpointNotFound(
          service,
          `the catalog has an invalid endpoint of ${service}: ${error.message}`,
        )
      throw error
    }
  }

  /** The address of Identity v3 at an address, discovered once. */
  #identityUrl(url: string): Promise<string> {
    const known = this.#identityUrls.get(url)
    if (known) return known
    const found = discoverIdentity(this.#transport(trimSlashes(url)))
    this.#identityUrls.set(url, found)
    found.catch(() => this.#identityUrls.delete(url))
    return found
  }

  /** The override, the endpoint of the catalog, or the auth address if there is no catalog. */
  async #identityTransport(signal: AbortSignal | undefined): Promise<Transport> {
    const override = this.#override('identity')
    if (override !== undefined) return this.#transport(await this.#identityUrl(override))
    const catalog = await this.#authenticator.catalog({ signal })
    const { region, interface: kind, authUrl } = this.#options
    const found = findEndpoint(catalog, 'identity', { region, interface: kind })
    return this.#transport(await this.#identityUrl(found ?? authUrl))
  }
}
