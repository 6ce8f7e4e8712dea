import { type TProperties, Type } from 'typebox'
import type { Contract } from '../operation.ts'

/** An HTML page or a style sheet. */
const Page = Type.String()
const Field = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

const form = <T extends TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false })

/** Core validates passwords and describes the errors; this limit only bounds the input. */
const passwords = { password: Field(16_384), password_again: Field(16_384) }

/** The account pages that emails link to. Every response is a page; 400 shows the form again with the errors. */
export const account = {
  getHomePage: {
    method: 'GET',
    path: '/',
    summary: 'The home page with links to the pages and APIs; also at / for browsers',
    query: ['language'],
    public: true,
    responses: { 200: Page },
    source: 'docs/apis/pages.md',
  },
  getInvitationPage: {
    method: 'GET',
    path: '/invitation',
    summary: 'The form to accept an invitation',
    query: ['token', 'language'],
    public: true,
    secret: true,
    responses: { 200: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  postInvitationPage: {
    method: 'POST',
    path: '/invitation',
    summary: 'Accept an invitation',
    query: ['language'],
    form: 'request',
    public: true,
    body: form({ token: Field(255), display_name: Field(1024), ...passwords }),
    secret: true,
    responses: { 200: Page, 400: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  getRecoveryPage: {
    method: 'GET',
    path: '/recovery',
    summary: 'The form to choose a new password or, without a link, to request one',
    query: ['token', 'language'],
    public: true,
    secret: true,
    responses: { 200: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  postRecoveryPage: {
    method: 'POST',
    path: '/recovery',
    summary: 'Choose a new password, or request a link',
    query: ['language'],
    form: 'request',
    public: true,
    body: form({ token: Field(255), login: Field(1024), organization: Field(1024), ...passwords }),
    secret: true,
    responses: { 200: Page, 400: Page, 404: Page },
    source: 'docs/apis/pages.md',
  },
  getPasswordPage: {
    method: 'GET',
    path: '/password',
    summary: 'The form to replace a temporary, expired or current password',
    query: ['language'],
    public: true,
    secret: true,
    responses: { 200: Page },
    source: 'docs/apis/pages.md',
  },
  postPasswordPage: {
    method: 'POST',
    path: '/password',
    summary: 'Change a password with the current one',
    query: ['language'],
    form: 'request',
    public: true,
    body: form({
      login: Field(1024),
      organization: Field(1024),
      current_password: Field(16_384),
      ...passwords,
    }),
    secret: true,
    responses: { 200: Page, 400: Page },
    source: 'docs/apis/pages.md',
  },
  getStyle: {
    method: 'GET',
    path: '/style.css',
    summary: 'The style sheet of the pages',
    public: true,
    responses: { 200: Page },
    source: 'docs/apis/pages.md',
  },
} as const satisfies Contract
