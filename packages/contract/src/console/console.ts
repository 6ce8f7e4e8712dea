import { Type } from 'typebox'
import type { Contract } from '../operation.ts'

/** The web console: one page for all its addresses, and the files that the page loads. */
export const console = {
  getConsole: {
    method: 'GET',
    path: '/',
    summary: 'The web console',
    public: true,
    responses: { 200: Type.String(), 404: Type.String() },
    source: 'docs/console.md',
  },
  getConsolePage: {
    method: 'GET',
    path: '/*',
    summary: 'The web console, at the address of one of its pages',
    public: true,
    responses: { 200: Type.String(), 404: Type.String() },
    source: 'docs/console.md',
  },
  getConsoleFile: {
    method: 'GET',
    path: '/assets/{file}',
    summary: 'A script, style sheet or image of the console; its name contains a digest of its content',
    public: true,
    responses: { 200: Type.String(), 404: Type.String() },
    source: 'docs/console.md',
  },
} as const satisfies Contract
