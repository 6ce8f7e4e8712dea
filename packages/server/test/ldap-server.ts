import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'
import { BerReader, BerWriter, ControlParser, PagedResultsControl, ProtocolOperation } from 'ldapts'

/** Attributes with their values; names in lower case. */
export type LdapEntry = Record<string, string[]>

export type LdapServer = {
  readonly url: string
  readonly port: number
  /** Entries by DN; a test changes them. */
  readonly entries: Map<string, LdapEntry>
  /** Every bind with its DN, and every search with its base, so far. */
  readonly requests: string[]
  /** From now on requests get no response, until it is false again. */
  hanging: boolean
  /** The most entries of a response; a search that finds more fails with sizeLimitExceeded. */
  sizeLimit: number
  close(): Promise<void>
}

type Options = {
  readonly tls?: { readonly key: string; readonly cert: string }
  /** `ldaps`: TLS from the first byte; `starttls`: after the extended operation, and required for everything else. */
  readonly encryption?: 'ldaps' | 'starttls'
}

const result = {
  success: 0,
  sizeLimitExceeded: 4,
  confidentialityRequired: 13,
  noSuchObject: 32,
  invalidCredentials: 49,
} as const

const valuesOf = (entry: LdapEntry, attribute: string): string[] => entry[attribute.toLowerCase()] ?? []
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const inChain = (
  entries: Map<string, LdapEntry>,
  dn: string,
  wanted: string,
  seen = new Set<string>(),
): boolean => {
  if (seen.has(dn)) return false
  seen.add(dn)
  const members = entries.get(dn)?.['member'] ?? []
  return members.some((member) => same(member, wanted) || inChain(entries, member, wanted, seen))
}

type Test = (dn: string, entries: Map<string, LdapEntry>) => boolean

const readAll = (reader: BerReader): readonly Test[] => {
  const end = reader.offset + reader.length
  const tests: Test[] = []
  while (reader.offset < end) tests.push(readFilter(reader))
  return tests
}

const readSubstring = (reader: BerReader): Test => {
  const attribute = reader.readString() ?? ''
  reader.readSequence()
  const end = reader.offset + reader.length
  const parts: (readonly [tag: number, text: string])[] = []
  while (reader.offset < end) {
    const tag = reader.peek() ?? 0
    parts.push([tag, (reader.readString(tag) ?? '').toLowerCase()])
  }
  const fits = (value: string) =>
    parts.every(([tag, text]) => {
      if (tag === 0x80) return value.startsWith(text)
      return tag === 0x82 ? value.endsWith(text) : value.includes(text)
    })
  return (dn, entries) =>
    valuesOf(entries.get(dn) ?? {}, attribute).some((value) => fits(value.toLowerCase()))
}

/** Only Active Directory's rule for members of nested groups. */
const readExtensible = (reader: BerReader): Test => {
  const end = reader.offset + reader.length
  let attribute = ''
  let value = ''
  while (reader.offset < end) {
    const tag = reader.peek() ?? 0
    const text = reader.readString(tag) ?? ''
    if (tag === 0x82) attribute = text.toLowerCase()
    if (tag === 0x83) value = text
  }
  return (dn, entries) => (attribute === 'member' ? inChain(entries, dn, value) : inChain(entries, value, dn))
}

/** The filters of RFC 4511 section 4.5.1.7 that this server understands, over attributes with several values. */
const readFilter = (reader: BerReader): Test => {
  if (reader.peek() === 0x87) {
    const attribute = reader.readString(0x87) ?? ''
    return (dn, entries) => valuesOf(entries.get(dn) ?? {}, attribute).length > 0
  }
  const kind = reader.readSequence()
  if (kind === 0xa0) {
    const all = readAll(reader)
    return (dn, entries) => all.every((one) => one(dn, entries))
  }
  if (kind === 0xa1) {
    const any = readAll(reader)
    return (dn, entries) => any.some((one) => one(dn, entries))
  }
  if (kind === 0xa2) {
    const not = readFilter(reader)
    return (dn, entries) => !not(dn, entries)
  }
  if (kind === 0xa4) return readSubstring(reader)
  if (kind === 0xa9) return readExtensible(reader)
  const attribute = reader.readString() ?? ''
  const wanted = reader.readString() ?? ''
  return (dn, entries) => valuesOf(entries.get(dn) ?? {}, attribute).some((value) => same(value, wanted))
}

const scopes = ['base', 'one', 'sub'] as const

const readSearch = (reader: BerReader) => {
  const baseDn = reader.readString() ?? ''
  const scope = scopes[reader.readEnumeration() ?? 0] ?? 'sub'
  reader.readEnumeration()
  reader.readInt()
  reader.readInt()
  reader.readBoolean()
  const filter = readFilter(reader)
  reader.readSequence()
  const end = reader.offset + reader.length
  const attributes: string[] = []
  while (reader.offset < end) attributes.push((reader.readString() ?? '').toLowerCase())
  return { baseDn, scope, filter, attributes }
}

const isBelow = (dn: string, base: string, scope: string): boolean => {
  const [d, b] = [dn.toLowerCase(), base.toLowerCase()]
  if (scope === 'base') return d === b
  if (d === b) return scope === 'sub'
  if (!d.endsWith(`,${b}`)) return false
  return scope === 'sub' || !/(?<!\\),/.test(d.slice(0, -b.length - 1))
}

const message = (
  id: number,
  operation: number,
  write: (writer: BerWriter) => void,
  cookie?: string,
): Buffer => {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(operation)
  write(writer)
  writer.endSequence()
  if (cookie !== undefined) {
    writer.startSequence(ProtocolOperation.LDAP_CONTROLS)
    new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer)
    writer.endSequence()
  }
  writer.endSequence()
  return writer.buffer
}

const done = (id: number, operation: number, code: number, cookie?: string) =>
  message(
    id,
    operation,
    (writer) => {
      writer.writeEnumeration(code)
      writer.writeString('')
      writer.writeString('')
    },
    cookie,
  )

/** The length of the first message in the bytes, once it is complete. */
const messageLength = (bytes: Buffer): number | undefined => {
  const first = bytes[1]
  if (first === undefined) return undefined
  if (first < 0x80) return bytes.length >= first + 2 ? first + 2 : undefined
  const count = first & 0x7f
  if (bytes.length < 2 + count) return undefined
  const total = 2 + count + bytes.readUIntBE(2, count)
  return bytes.length >= total ? total : undefined
}

/** An LDAP server on loopback: simple binds, searches with paged results, and STARTTLS. */
export const startLdapServer = async (
  entries: Readonly<Record<string, LdapEntry>>,
  { tls, encryption }: Options = {},
): Promise<LdapServer> => {
  const context = tls && createSecureContext({ key: tls.key, cert: tls.cert })
  const sockets = new Set<Socket>()
  const store = new Map(Object.entries(entries))

  const search = (id: number, reader: BerReader, socket: Socket) => {
    const request = readSearch(reader)
    server.requests.push(`search ${request.baseDn}`)
    const paged = reader.peek() === ProtocolOperation.LDAP_CONTROLS ? readPage(reader) : undefined
    if (!store.has(request.baseDn))
      return socket.write(done(id, ProtocolOperation.LDAP_RES_SEARCH, result.noSuchObject))
    const found = [...store.keys()].filter(
      (dn) => isBelow(dn, request.baseDn, request.scope) && request.filter(dn, store),
    )
    const from = Number(paged?.cookie || 0)
    const end = paged ? from + paged.size : found.length
    const some = found.slice(from, end)
    for (const dn of some.slice(0, server.sizeLimit))
      socket.write(
        message(id, ProtocolOperation.LDAP_RES_SEARCH_ENTRY, (writer) => {
          writer.writeString(dn)
          writer.startSequence()
          for (const [attribute, values] of Object.entries(store.get(dn) ?? {})) {
            if (!request.attributes.includes(attribute)) continue
            writer.startSequence()
            writer.writeString(attribute)
            writer.startSequence(ProtocolOperation.LBER_SET)
            for (const value of values) writer.writeString(value)
            writer.endSequence()
            writer.endSequence()
          }
          writer.endSequence()
        }),
      )
    const cookie = paged && (end < found.length ? String(end) : '')
    const code = some.length > server.sizeLimit ? result.sizeLimitExceeded : result.success
    return socket.write(done(id, ProtocolOperation.LDAP_RES_SEARCH, code, cookie))
  }

  const readPage = (reader: BerReader) => {
    reader.readSequence()
    const control = ControlParser.parse(reader, [])
    if (!(control instanceof PagedResultsControl) || !control.value) return undefined
    return { size: control.value.size, cookie: control.value.cookie?.toString() ?? '' }
  }

  const bindResult = (dn: string, password: string): number => {
    // As real servers: without a password, the bind succeeds and is anonymous.
    if (password === '') return result.success
    const entry = store.get(dn)
    // As 389 Directory Server; others respond with invalidCredentials.
    if (!entry) return result.noSuchObject
    return valuesOf(entry, 'userpassword').includes(password) ? result.success : result.invalidCredentials
  }

  const bind = (id: number, reader: BerReader, socket: Socket) => {
    reader.readInt()
    const dn = reader.readString() ?? ''
    const password = reader.readString(0x80) ?? ''
    server.requests.push(`bind ${dn}`)
    socket.write(done(id, ProtocolOperation.LDAP_RES_BIND, bindResult(dn, password)))
  }

  const answer = (bytes: Buffer, socket: Socket, isEncrypted: boolean): void => {
    const reader = new BerReader(bytes)
    reader.readSequence()
    const id = reader.readInt() ?? 0
    const operation = reader.readSequence()
    if (operation === ProtocolOperation.LDAP_REQ_EXTENSION && context) {
      socket.removeAllListeners('data')
      socket.write(done(id, ProtocolOperation.LDAP_RES_EXTENSION, result.success))
      listen(new TLSSocket(socket, { isServer: true, secureContext: context }), true)
    } else if (encryption === 'starttls' && !isEncrypted)
      socket.write(done(id, ProtocolOperation.LDAP_RES_BIND, result.confidentialityRequired))
    else if (operation === ProtocolOperation.LDAP_REQ_BIND) bind(id, reader, socket)
    else if (operation === ProtocolOperation.LDAP_REQ_SEARCH) search(id, reader, socket)
    else socket.end()
  }

  const listen = (socket: Socket, isEncrypted: boolean): void => {
    sockets.add(socket)
    let received = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data])
      for (let size = messageLength(received); size !== undefined; size = messageLength(received)) {
        const bytes = received.subarray(0, size)
        received = received.subarray(size)
        if (!server.hanging) answer(bytes, socket, isEncrypted)
      }
    })
  }

  const net =
    encryption === 'ldaps' && tls
      ? createTlsServer({ key: tls.key, cert: tls.cert }, (socket) => listen(socket, true))
      : createServer((socket) => listen(socket, false))
  net.on('tlsClientError', () => {})
  net.listen(0, '127.0.0.1')
  await once(net, 'listening')
  const address = net.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const server: LdapServer = {
    url: `${encryption === 'ldaps' ? 'ldaps' : 'ldap'}://127.0.0.1:${port}`,
    port,
    entries: store,
    requests: [],
    hanging: false,
    sizeLimit: Number.POSITIVE_INFINITY,
    async close() {
      net.close()
      for (const socket of sockets) socket.destroy()
      if (net.listening) await once(net, 'close')
    },
  }
  return server
}
