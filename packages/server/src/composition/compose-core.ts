import { patterns } from '../config/patterns.ts'
import { accessHooks } from '../core/access/access-hooks.ts'
import { type CachedApiKey, makeApiKeyReader } from '../core/access/api-keys/api-key-reader.ts'
import { type BearerReader, makeBearerReader } from '../core/access/authentication/bearer.ts'
import { type CachedCredential, makeCredentialCache } from '../core/access/authentication/credential-cache.ts'
import {
  type CachedServiceProviders,
  makeServiceProviderReader,
} from '../core/access/federation/service-providers/service-provider-reader.ts'
import type { SecretReader } from '../core/access/secret-reader.ts'
import { makeSessionReader, type SessionView } from '../core/access/sessions/session-reader.ts'
import { makeDependencyCache } from '../core/access/tokens/dependency-cache.ts'
import { makeTokenReader, type TokenReader } from '../core/access/tokens/token-reader.ts'
import type { DirectoryDriver } from '../core/directory/external/external-directory.ts'
import { makeDirectories } from '../core/directory/external/make-directories.ts'
import { makeOpenDirectories } from '../core/directory/external/open-directories.ts'
import { readThrough } from '../core/directory/external/read-through.ts'
import { operator } from '../core/kernel/caller.ts'
import { type Core, makeCore } from '../core/kernel/executor.ts'
import type { BasePorts, Ports } from '../core/kernel/ports.ts'
import type { RuleBook } from '../core/kernel/rules/rule-book.ts'
import type { Store } from '../core/kernel/stores.ts'
import { makeReceiptCodec } from '../crypto/receipt-codec.ts'
import { makeTokenCodec } from '../crypto/token-codec.ts'
import { compilePattern } from '../patterns/compile-pattern.ts'
import { directorySource } from './audit-sources.ts'
import type { CryptoPorts } from './crypto-ports.ts'
import { type Invalidation, onKey } from './invalidation.ts'
import type { KeyRings } from './key-rings.ts'

/** What differs between a server and a test. */
export type CoreParts = Pick<
  Ports,
  | 'latest'
  | 'newId'
  | 'nextId'
  | 'openIdClients'
  | 'now'
  | 'outbound'
  | 'passwords'
  | 'proofLimits'
  | 'publicUrl'
  | 'saml'
  | 'server'
  | 'settings'
  | 'waitUntil'
  | 'wallTime'
  | 'warn'
> & {
  readonly store: Store
  readonly rules: RuleBook
  readonly crypto: CryptoPorts
  readonly keyRings: Pick<KeyRings, 'tokens' | 'tokenSignatures' | 'receipts'>
  readonly invalidation: Invalidation
  readonly directoryDriver: DirectoryDriver
  /** Whether this process receives the changes of other nodes, so that cached views are current. */
  readonly mayUseCache: () => boolean
}

/** The readers that authenticate requests of APIs. */
export type Readers = {
  readonly tokens: TokenReader
  readonly sessions: SecretReader
  readonly bearer: BearerReader
}

export type ComposedCore = {
  readonly core: Core
  readonly ports: Ports
  readonly readers: Readers
  readonly closeDirectories: () => void
}

/** Composes core with its readers and caches, and subscribes the caches to `invalidation`. */
export const composeCore = (parts: CoreParts): ComposedCore => {
  const { rules, crypto, keyRings, invalidation, mayUseCache, directoryDriver, ...rest } = parts
  const { store: plainStore, ...input } = rest
  const methods = input.settings.authMethods
  const views = makeDependencyCache()
  const sessionViews = makeDependencyCache<SessionView>()
  const apiKeyViews = makeDependencyCache<CachedApiKey>()
  const credentials = makeDependencyCache<CachedCredential>()
  const providerLists = makeDependencyCache<CachedServiceProviders>()
  invalidation.subscribe(
    views.invalidate,
    sessionViews.invalidate,
    apiKeyViews.invalidate,
    credentials.invalidate,
    providerLists.invalidate,
  )

  const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const opened = makeOpenDirectories({
    stores: plainStore.reading,
    ports: crypto,
    driver: directoryDriver,
    mayUseCache,
  })
  const directories = makeDirectories({
    stores: plainStore.reading,
    ports: { digests: crypto.digests, now: input.now, settings: input.settings, nextTurn },
    driver: directoryDriver,
    open: opened,
    run: (command, work) => core.run(command, work, operator, directorySource),
  })
  invalidation.subscribe(onKey('directories', directories.reset))
  const store: Store = {
    reading: readThrough(plainStore.reading, directories),
    search: plainStore.search,
    transaction: (isolation, work, subject) => plainStore.transaction(isolation, work, subject),
  }

  const base: BasePorts = {
    ...input,
    ...crypto,
    access: accessHooks,
    compilePattern,
    codec: makeTokenCodec({
      format: input.settings.tokenFormat,
      fernetKeys: keyRings.tokens,
      jwsKeys: keyRings.tokenSignatures,
      methods,
    }),
    credentialCache: makeCredentialCache({ cache: credentials, mayUseCache }),
    directories,
    nextTurn,
    patterns,
    receipts: makeReceiptCodec({ keys: keyRings.receipts, methods }),
    serviceProviders: makeServiceProviderReader({
      stores: store.reading,
      cache: providerLists,
      mayUseCache,
    }),
  }
  const tokens = makeTokenReader({
    stores: store.reading,
    ports: base,
    codec: base.codec,
    cache: views,
    mayUseCache,
  })
  const sessions = makeSessionReader({ store, ports: base, cache: sessionViews, mayUseCache })
  const apiKeys = makeApiKeyReader({ store, ports: base, cache: apiKeyViews, mayUseCache })
  const bearer = makeBearerReader({ sessions, apiKeys })
  const ports: Ports = { ...base, tokens, bearer }
  const core: Core = makeCore({ store, rules, ports, onInvalidate: invalidation.publish })
  return { core, ports, readers: { tokens, sessions, bearer }, closeDirectories: opened.close }
}
