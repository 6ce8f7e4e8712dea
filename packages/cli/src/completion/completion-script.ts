import type { Command } from 'commander'
import { bashScript } from './bash.ts'
import { candidatesOf } from './candidates.ts'
import { fishScript } from './fish.ts'
import { zshScript } from './zsh.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const

/** The completion script of a shell, made from the command tree. */
export const completionScript = (shell: keyof typeof scripts, program: Command): string =>
  scripts[shell](candidatesOf(program))
