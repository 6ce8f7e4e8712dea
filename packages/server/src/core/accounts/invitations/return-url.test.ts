import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReturnUrl, returnUrlFor } from './return-url.ts'

const returnUrls = ['https://app.example.com/start', 'http://localhost:3000']

test('N19: allows the same origin with a path at or below the entry', () => {
  for (const text of [
    'https://app.example.com/start',
    'https://app.example.com/start/',
    'https://app.example.com/start/here?x=1#part',
    'https://APP.example.com:443/start',
    'http://localhost:3000',
    'http://localhost:3000/any/path',
  ])
    assert.equal(isReturnUrl(text, { returnUrls }), true, text)
})

test('N19, T66, T67: allows no hostile URL, and nothing with an empty list', () => {
  const hostile = [
    '',
    '/start',
    '//app.example.com/start',
    '///app.example.com/start',
    'app.example.com/start',
    'https:app.example.com/start',
    'https:/app.example.com/start',
    'https:///app.example.com/start',
    'https:\\\\app.example.com\\start',
    'https://app.example.com\\start',
    'https://app.example.com\\@evil.example/start',
    '/\\evil.example',
    '\\\\evil.example',
    '//evil.example',
    'https://evil.example',
    'https://evil.example/start',
    'https://evil.example/https://app.example.com/start',
    'https://evil.example?https://app.example.com/start',
    'https://evil.example#https://app.example.com/start',
    'https://app.example.com.evil.example/start',
    'https://app.example.comevil.example/start',
    'https://appXexample.com/start',
    'https://app-example.com/start',
    'https://evil.app.example.com/start',
    'https://example.com/start',
    'https://app.example.com./start',
    'https://app.example.com@evil.example/start',
    'https://evil@app.example.com/start',
    'https://evil:x@app.example.com/start',
    'https://@app.example.com/start',
    'https://:@app.example.com/start',
    'https://app.example.com:8443/start',
    'https://app.example.com:80/start',
    'http://app.example.com/start',
    'ftp://app.example.com/start',
    'ws://app.example.com/start',
    'javascript:alert(1)',
    'javascript://app.example.com/start%0aalert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://app.example.com/start',
    'file:///start',
    'view-source:https://app.example.com/start',
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/other',
    'https://app.example.com/starter',
    'https://app.example.com/start-evil',
    'https://app.example.com/Start',
    'https://app.example.com/start/../other',
    'https://app.example.com/start/%2e%2e/other',
    'https://app.example.com/start/%2E%2E%2Fother',
    'https://app.example.com/start/..%2fother',
    'https://app.example.com/start/%252e%252e/other',
    'https://app.example.com/start/..\\other',
    'https://app.example.com/start/%5c..',
    'https://app.example.com/start\n',
    'https://app.example.com/sta\trt',
    ' https://app.example.com/start',
    'https://app.example.com/start ',
    '\u0000https://app.example.com/start',
    '\ufeffhttps://app.example.com/start',
    'https://app.example.com/start\u202e',
    'https://app\u3002example\u3002com.evil.example/start',
    'https://*.example.com/start',
    'https://[::1]/start',
    'https://2130706433/start',
    'http://localhost:3001/',
    'http://localhost.evil.example:3000/',
    'http://127.0.0.1:3000/',
    `https://app.example.com/start/${'x'.repeat(2048)}`,
  ]
  for (const text of hostile) assert.equal(isReturnUrl(text, { returnUrls }), false, JSON.stringify(text))
  for (const text of [...hostile, 'https://app.example.com/start'])
    assert.equal(isReturnUrl(text, { returnUrls: [] }), false)
})

test('N19: the URL of the invitation precedes that of the domain, then that of the server', () => {
  const settings = {
    returnUrls,
    returnUrl: 'http://localhost:3000/server',
    domainReturnUrls: ['d1=http://localhost:3000/domain?a=b'],
  }
  assert.equal(returnUrlFor('d1', 'http://localhost:3000/own', settings), 'http://localhost:3000/own')
  assert.equal(returnUrlFor('d1', null, settings), 'http://localhost:3000/domain?a=b')
  assert.equal(returnUrlFor('d2', null, settings), 'http://localhost:3000/server')
  assert.equal(returnUrlFor('d2', 'https://evil.example', settings), 'http://localhost:3000/server')
  assert.equal(
    returnUrlFor('d2', null, { ...settings, returnUrls: [] }),
    null,
    'a changed list applies at once',
  )
})
