import { type TProperties, Type } from 'typebox'
import type { Contract } from '../operation.ts'

/** A whole page, or a style sheet. */
const Page = Type.String()
const Field = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

const form = <T extends TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false })

/** A password is judged by core, which has words for what is wrong with it; longer ones do not even get there. */
const passwords = { password: Field(16_384), password_again: Field(16_384) }

/** Pages for people who come from a letter. Every answer is a page; 400 shows the form again with what is wrong. */
export const account = {
  getHomePage: {
    method: 'GET',
    path: '/',
    summary: 'What this server is, with the ways to its pages and APIs; also at / for browsers',
    open: true,
    answers: { 200: Page },
    source: 'docs/apis/pages.md',
  },
  getInvitationPage: {
    method: 'GET',
    path: '/invitation',
    summary: 'The form for accepting an invitation',
    query: ['token'],
    open: true,
    secret: true,
    answers: { 200: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  postInvitationPage: {
    method: 'POST',
    path: '/invitation',
    summary: 'Accept an invitation',
    form: 'body',
    open: true,
    body: form({ token: Field(255), display_name: Field(1024), ...passwords }),
    secret: true,
    answers: { 200: Page, 400: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  getRecoveryPage: {
    method: 'GET',
    path: '/recovery',
    summary: 'The form for choosing a new password or, without a link, for asking for one',
    query: ['token'],
    open: true,
    secret: true,
    answers: { 200: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  postRecoveryPage: {
    method: 'POST',
    path: '/recovery',
    summary: 'Choose a new password, or ask for a link',
    form: 'body',
    open: true,
    body: form({ token: Field(255), login: Field(1024), organization: Field(1024), ...passwords }),
    secret: true,
    answers: { 200: Page, 400: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  getPasswordPage: {
    method: 'GET',
    path: '/password',
    summary: 'The form for choosing a password in place of a temporary or expired one',
    open: true,
    secret: true,
    answers: { 200: Page },
    source: 'docs/apis/pages.md',
  },
  postPasswordPage: {
    method: 'POST',
    path: '/password',
    summary: 'Change a password by the current one',
    form: 'body',
    open: true,
    body: form({
      login: Field(1024),
      organization: Field(1024),
      current_password: Field(16_384),
      ...passwords,
    }),
    secret: true,
    answers: { 200: Page, 400: Page },
    source: 'docs/apis/pages.md',
  },
  getStyle: {
    method: 'GET',
    path: '/style.css',
    summary: 'How the pages look',
    open: true,
    answers: { 200: Page },
    source: 'docs/apis/pages.md',
  },
} as const satisfies Contract
