import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'

const src = new URL('../src/', import.meta.url)
/** Connections to other servers that the dependency rules do not detect, and those that they do. */
const calls =
  /\bfetch\(|\bnew (?:WebSocket|EventSource)\(|from '(?:undici|(?:node:)?(?:https?|http2|net|tls|dgram)(?:\/\w+)?)'/

/** Generated texts that are sent to clients: the code beside their template literals is checked like other code. */
const texts = ['apis/native/docs/browser-scripts.ts', 'apis/native/docs/typescript-examples.ts']
const withoutTexts = (source: string): string => source.replaceAll(/`(?:[^`\\]|\\.)*`/gs, '``')

test('T68: only the outbound client, the mail transport and the directory drivers open connections to other servers', async () => {
  const found: string[] = []
  for await (const file of glob('**/*.ts', { cwd: src })) {
    if (file.endsWith('.test.ts')) continue
    const source = await readFile(new URL(file, src), 'utf8')
    if (calls.test(texts.includes(file) ? withoutTexts(source) : source)) found.push(file)
  }
  // Files of `http/` parse addresses and handle requests. Directory drivers connect to addresses that `outbound/` checked.
  const outside = found.filter((file) => !/^(?:directory-drivers|outbound|http|mail)\//.test(file))
  assert.deepEqual(outside, [])
  assert.ok(found.includes('outbound/outbound-client.ts'))
})
