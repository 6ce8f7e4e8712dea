import type { Given } from './given.ts'

export const getIndex = async ({ url }: Given) => {
  // #region getIndex
  const index = await (await fetch(`${url}/api/v1`)).json()
  // #endregion
  return index
}

export const getOpenapi = async ({ url }: Given) => {
  // #region getOpenapi
  const openapi = await (await fetch(`${url}/api/v1/openapi.json`)).json()
  // #endregion
  return openapi
}

export const getDocs = async ({ url }: Given) => {
  // #region getDocs
  const found = await (await fetch(`${url}/api/v1/docs?q=password`)).text()
  // #endregion
  return found
}

export const getDocsPage = async ({ url }: Given) => {
  // #region getDocsPage
  const page = await (await fetch(`${url}/api/v1/docs/users`)).text()
  // #endregion
  return page
}

export const getDocsIndex = async ({ url }: Given) => {
  // #region getDocsIndex
  const index = await (await fetch(`${url}/api/v1/docs/index.json`)).json()
  // #endregion
  return index
}

export const getDocsScript = async ({ url }: Given) => {
  // #region getDocsScript
  const script = await (await fetch(`${url}/api/v1/docs/scripts/search.js`)).text()
  // #endregion
  return script
}

export const getDocsStyle = async ({ url }: Given) => {
  // #region getDocsStyle
  const style = await (await fetch(`${url}/api/v1/docs.css`)).text()
  // #endregion
  return style
}
