#!/usr/bin/env node
// Plain JavaScript on purpose: compiled code is kept from one start to the next, and a start that finds all of it
// needs no compiler, which is half of its time and an eighth of its memory.
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `muster: Node ${process.versions.node} is too old; Muster needs Node 24.12 or newer. In a checkout of Muster, npm brings it: run "npm ci", then "npm start" or "npm run muster".\n`,
  )
  process.exit(1)
}

// In a folder of the user's own, never a shared one: whoever can write there runs code as this user.
nodeModule.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'muster'))
await import('./src/main.ts')
