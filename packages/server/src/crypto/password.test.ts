import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, isKnownHash, needsRehash, verifyPassword } from './password.ts'
import { defaultArgon2Cost, unmatchableArgon2 } from './password-argon2.ts'

const password = 'correct horse 🐎 battery'
const cheap = { memory: 64, passes: 1, parallelism: 1 }

test('a hash is argon2id with recommended parameters and a random salt', async () => {
  const hash = await hashPassword(password)
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(await hashPassword(password), hash)
  assert.equal(await verifyPassword(password, hash), true)
  assert.equal(await verifyPassword(`${password}!`, hash), false)
  assert.equal(await verifyPassword('', hash), false)
})

// Created by argon2-cffi, bcrypt, passlib and Keystone's hashers.
const imported: Record<string, string> = {
  argon2id:
    '$argon2id$v=19$m=19456,t=2,p=1$aYpiESEotnJRRrHX9F0Q0A$FDuOHuDwJTLPVStu8i7M0jYi6n+/S9VxWy0p7fzf2Sc',
  'argon2id of another cost':
    '$argon2id$v=19$m=1024,t=1,p=2$pOC661CjBs+sAgu/zNr6RA$RsGoTyBsZKaN46Vix4hif5EJmXQrNHdG',
  'bcrypt 2b': '$2b$05$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
  'bcrypt 2a': '$2a$04$UYx2Mzn7Vr.dH/yfVGKwPutC9XIbSLdlitnxntXeL07yf/Nc6IoPW',
  'bcrypt 2y': '$2y$05$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
  'bcrypt_sha256 of Keystone':
    '$bcrypt-sha256$v=2,t=2b,r=5$9PtzG0SVVJHyHGalWeq4xu$HTO1yq34itfbdnxC/mtbY2Ip6cEXQqK',
  'bcrypt_sha256 of passlib':
    '$bcrypt-sha256$v=2,t=2b,r=4$u5YkDMZo356Xp64Ansc0wu$XwYTwunaMabjUZSt9udU7mABoDLS6eq',
  'bcrypt_sha256 of older passlib':
    '$bcrypt-sha256$2b,4$C9I/5jIDGDpTjMrUK0hkJe$GkxNNNwJStWUPKXwTWocqXpvssrdCYC',
  'scrypt of passlib':
    '$scrypt$ln=10,r=8,p=1$T8lZSymF0NrbG2Os1XoPYQ$w1n/ZRSJeTIc92Ieq7SSpiDnTFvrRgCgd0rHJEnxjQg',
  'scrypt of Keystone':
    '$scrypt$ln=12,r=8,p=1$+3RNqlSHr/4qbVte35NxCQ$JY4o62NvcXBj1gjaMAkO8YdmgOMjU+w9+5+8VLSdNIo',
  pbkdf2_sha512:
    '$pbkdf2-sha512$2500$zrn3vtda633vHUNIaY1x7g$EoR3Q.otuIcK6Qh87jNMVwj8DODQHx5EnUOyIqxArdcoN.Z/KmQtJnUEdyVbVu/qpS2.DKcwgqu3tQOPZi1xVg',
  pbkdf2_sha256: '$pbkdf2-sha256$1000$KCkqKywtLi8wMTIzNDU2Nw$VjN8.UtP4pOAkQfriinj1hmYn67nf5.rKgipfNhzGQw',
  pbkdf2_sha1: '$pbkdf2$1000$KCkqKywtLi8wMTIzNDU2Nw$wCI0SqiO3h/m0YbvPZODufSLpng',
  'PBKDF2 as a PHC string':
    '$pbkdf2-sha256$i=1000,l=32$KCkqKywtLi8wMTIzNDU2Nw$VjN8+UtP4pOAkQfriinj1hmYn67nf5+rKgipfNhzGQw',
  'PBKDF2 of Django': 'pbkdf2_sha256$1000$seasalt$LbiSfTTft6jm9bO/4d7Eh7S6eSvvL7/d70vqGtj2uJk=',
}

for (const [scheme, hash] of Object.entries(imported))
  test(`verifies an imported hash: ${scheme}`, async () => {
    assert.ok(isKnownHash(hash))
    assert.equal(await verifyPassword(password, hash), true)
    assert.equal(await verifyPassword(password.slice(1), hash), false)
    assert.equal(needsRehash(hash), scheme !== 'argon2id')
  })

test('argon2i test vectors', async () => {
  const hash = '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'
  assert.equal(await verifyPassword('password', hash), true)
  assert.equal(await verifyPassword('passwort', hash), false)
  assert.equal(needsRehash(hash, { memory: 65_536, passes: 2, parallelism: 1 }), true)
})

test('bcrypt test vectors: empty password, NUL inside, and 72 bytes', async () => {
  const nul = '$2b$04$D5wzW7Z6boeB3Zp9.8W93ulmSCk411ZQaRO/WwPlHFnDsCmtUcZAa'
  assert.equal(await verifyPassword('a\0b', nul), true)
  assert.equal(await verifyPassword('a', nul), false)
  assert.equal(await verifyPassword('', '$2b$04$nVGtVd.Dcjj/l2TnmNFQdeKATSdDNrREnaphGZxeU7FsaestueUKy'), true)
  const full = '$2b$04$Mm1fmf0wHdGuyDhIs9ruqOaAdn2UruC/DDFjxMznv8eGPPWjHKaLy'
  assert.equal(await verifyPassword('x'.repeat(72), full), true)
  assert.equal(await verifyPassword('x'.repeat(71), full), false)
})

test('T76: passwords of 80 bytes that differ at byte 73 are distinct', async () => {
  const hash = await hashPassword(`${'x'.repeat(72)}a${'x'.repeat(7)}`, cheap)
  assert.equal(await verifyPassword(`${'x'.repeat(72)}b${'x'.repeat(7)}`, hash), false)
  assert.equal(await verifyPassword(`${'x'.repeat(72)}a${'x'.repeat(7)}`, hash), true)
})

test('T76: NUL and emoji are significant, up to 4096 bytes', async () => {
  const hash = await hashPassword('a\0b', cheap)
  assert.equal(await verifyPassword('a\0c', hash), false)
  assert.equal(await verifyPassword('a\0b', hash), true)
  const long = '🐎'.repeat(1024)
  assert.equal(await verifyPassword(long, await hashPassword(long, cheap)), true)
})

test('T76: overlong passwords are rejected, never truncated', async () => {
  const hash = await hashPassword('x'.repeat(4096), cheap)
  for (const long of ['x'.repeat(4097), `${'🐎'.repeat(1024)}x`, 'x'.repeat(1_000_000)]) {
    await assert.rejects(hashPassword(long, cheap), RangeError)
    assert.equal(await verifyPassword(long, hash), false)
  }
})

test('lone surrogates, which UTF-8 cannot encode, are rejected', async () => {
  await assert.rejects(hashPassword('\ud800', cheap), RangeError)
  assert.equal(await verifyPassword('\ud801', await hashPassword('\ufffd', cheap)), false)
})

test('a hash of another cost needs a rehash', async () => {
  const hash = await hashPassword(password, cheap)
  assert.equal(needsRehash(hash), true)
  assert.equal(needsRehash(hash, cheap), false)
  assert.equal(needsRehash(hash, { ...cheap, passes: 2 }), true)
})

test('malformed or too expensive hashes match no password', async () => {
  const digest = 'A'.repeat(43)
  const hostile = [
    '',
    password,
    `$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$${digest}`,
    `$argon2id$v=19$m=0,t=0,p=0$c29tZXNhbHRzb21lc2FsdA$${digest}`,
    `$argon2x$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$${digest}`,
    `$argon2id$v=19$m=262144,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$${digest}`,
    '$2b$15$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
    `$scrypt$ln=17,r=8,p=3$c29tZQ$${digest}`,
    '$2b$31$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
    '$2x$05$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
    `$scrypt$ln=40,r=8,p=1$c29tZQ$${digest}`,
    `$scrypt$ln=0,r=8,p=1$c29tZQ$${digest}`,
    `$pbkdf2-sha512$9999999$c29tZQ$${'A'.repeat(86)}`,
    `$pbkdf2-sha256$i=9999999,l=32$c29tZQ$${digest}`,
    `$pbkdf2-sha256$i=1000,l=64$c29tZQ$${digest}`,
    `pbkdf2_sha256$9999999$c29tZQ$${digest}=`,
    `pbkdf2_md5$1000$c29tZQ$${digest}=`,
    '$'.repeat(100_000),
  ]
  for (const hash of hostile) {
    assert.equal(isKnownHash(hash), false, hash.slice(0, 40))
    assert.equal(await verifyPassword(password, hash), false)
  }
})

test('T73: an unknown user costs as much as a wrong password', async () => {
  const hash = await hashPassword(password)
  const costOf = async (check: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage()
    await check()
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const known: number[] = []
  const unknown: number[] = []
  for (let n = 0; n < 9; n++) {
    known.push(await costOf(() => verifyPassword('wrong', hash)))
    unknown.push(await costOf(() => verifyPassword('wrong', unmatchableArgon2(defaultArgon2Cost))))
  }
  const median = (costs: number[]): number => costs.sort((a, b) => a - b)[4] ?? 0
  const ratio = median(unknown) / median(known)
  assert.ok(ratio > 0.5 && ratio < 2, `ratio ${ratio}`)
})
