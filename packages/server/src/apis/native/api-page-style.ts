/** Contrast is at least 4.5:1 for text, in light and dark mode. */
export const apiPageStyle = `
:root {
  --ground: #f3f5f9; --card: #ffffff; --edge: #dde2ec; --text: #161c2d; --quiet: #55607a;
  --accent: #3046c5; --code: #eef1f7;
  --get: #156c3d; --post: #3046c5; --patch: #8a4b00; --delete: #b3201f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10131c; --card: #191e2b; --edge: #2b3243; --text: #eef1f8; --quiet: #a6b0c6;
    --accent: #93a5ff; --code: #242b3b;
    --get: #7fd8a4; --post: #93a5ff; --patch: #ffc27a; --delete: #ff9d94;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: .9375rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: .875em; }
td code, p code { background: var(--code); border-radius: .25rem; padding: .0625rem .25rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .125rem; }
.skip { position: absolute; left: -100rem; padding: .75rem 1rem; background: var(--card); }
.skip:focus { left: 1rem; top: 1rem; z-index: 1; }
.page { max-width: 80rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
header p { max-width: 46rem; color: var(--quiet); }
h1 { margin: 0; font-size: 2rem; letter-spacing: -.02em; }
h2 { margin: 3rem 0 1rem; font-size: 1.375rem; letter-spacing: -.015em; }
h3 { margin: 0; font-size: 1rem; line-height: 1.4; overflow-wrap: anywhere; }
.summary { margin: .25rem 0 0; }
.quiet, .label { color: var(--quiet); }
article {
  background: var(--card); border: 1px solid var(--edge); border-radius: .75rem;
  margin: 0 0 1rem; padding: 1rem 1.25rem;
}
article:target, section.named:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.method { display: inline-block; min-width: 4.25rem; font-weight: 700; font-size: .8125rem; letter-spacing: .03em; }
.get { color: var(--get); } .post, .put { color: var(--post); } .patch { color: var(--patch); } .delete { color: var(--delete); }
table { width: 100%; margin: 1rem 0 0; border-collapse: collapse; table-layout: fixed; }
caption { text-align: left; font-weight: 620; padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .4375rem .75rem .4375rem 0; border-top: 1px solid var(--edge); overflow-wrap: anywhere; }
thead th { color: var(--quiet); font-weight: 500; font-size: .8125rem; border-top: 0; }
tbody th { font-weight: 500; }
th:nth-child(1) { width: 32%; } th:nth-child(2) { width: 30%; }
.must { color: var(--quiet); font-size: .8125rem; font-weight: 400; white-space: nowrap; }
.shape, .errors { margin: .75rem 0 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { padding: .125rem 0; overflow-wrap: anywhere; }
nav > ul > li { padding: .5rem 0; border-top: 1px solid var(--edge); }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav .noun { color: var(--text); font-weight: 620; }
@media (min-width: 62rem) {
  .columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 2.5rem; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 0 .5rem 1rem .25rem; }
  main > h2:first-child, main > section:first-child h2 { margin-top: 0; }
}
@media (max-width: 61.99rem) { nav ul ul { display: none; } }
@media (max-width: 40rem) {
  table, tbody, tr, tbody th, td { display: block; width: auto !important; }
  thead { display: none; }
  tr { border-top: 1px solid var(--edge); padding: .5rem 0; }
  tbody th, td { border: 0; padding: .0625rem 0; }
}
@media print { nav, .skip { display: none; } article { break-inside: avoid; } }
`
