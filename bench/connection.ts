import { connect, type Socket } from 'node:net'

/** A minimal HTTP/1.1 client connection with one request at a time. */
export type Connection = {
  /** Undefined for a complete 2xx response, else a description of the problem. */
  ask(request: Buffer): Promise<string | undefined>
  close(): void
}

const headLimit = 16_384

export const connection = ({ host, port }: { readonly host: string; readonly port: number }): Connection => {
  const chunk = Buffer.allocUnsafe(65_536)
  let socket: Socket | undefined
  let done: ((problem: string | undefined) => void) | undefined
  let head = ''
  /** Remaining bytes of the body; -1 within the head, Infinity when the body ends with the connection. */
  let missing = -1
  let problem: string | undefined
  let closes = false

  const finish = (result: string | undefined) => {
    const settle = done
    done = undefined
    head = ''
    missing = -1
    if (closes || result !== undefined) drop()
    settle?.(result)
  }
  const drop = () => {
    socket?.destroy()
    socket = undefined
  }
  const read = (size: number): boolean => {
    if (missing >= 0) missing -= size
    else {
      head += chunk.toString('latin1', 0, Math.min(size, headLimit))
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return true
      const status = Number(head.slice(9, 12))
      problem = status >= 200 && status < 300 ? undefined : `${status}: ${head.slice(end + 4, end + 304)}`
      const lines = head.slice(0, end)
      const length = /\r\ncontent-length: *(\d+)/i.exec(lines)?.[1]
      closes = length === undefined || /\r\nconnection: *close/i.test(lines)
      const begun = head.length - end - 4 + Math.max(0, size - headLimit)
      missing = status === 204 ? 0 : length === undefined ? Number.POSITIVE_INFINITY : Number(length) - begun
    }
    if (missing <= 0) finish(missing < 0 ? 'more bytes than Content-Length' : problem)
    return true
  }
  const open = () => {
    const own = connect({ host, port, noDelay: true, onread: { buffer: chunk, callback: read } })
    own.on('error', (error) => own === socket && finish(error.message))
    own.on('close', () => {
      if (own !== socket) return
      socket = undefined
      if (done) finish(missing === Number.POSITIVE_INFINITY ? problem : 'the connection was closed')
    })
    return own
  }
  return {
    ask: (request) =>
      new Promise((resolve) => {
        done = resolve
        socket ??= open()
        socket.write(request)
      }),
    close: drop,
  }
}
