/** Contrast is at least 4.5:1 for text and 3:1 for the borders of controls, in light and dark mode. */
export const docsStyle = `
:root {
  --ground: #f3f5f9; --card: #ffffff; --edge: #dde2ec; --text: #161c2d; --quiet: #55607a;
  --control: #7c879f; --accent: #3046c5; --on-accent: #ffffff; --code: #eef1f7; --chosen: #e3e8fb;
  --get: #156c3d; --post: #3046c5; --patch: #8a4b00; --delete: #b3201f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10131c; --card: #191e2b; --edge: #2b3243; --text: #eef1f8; --quiet: #a6b0c6;
    --control: #76819b; --accent: #93a5ff; --on-accent: #10131c; --code: #242b3b; --chosen: #2a3357;
    --get: #7fd8a4; --post: #93a5ff; --patch: #ffc27a; --delete: #ff9d94;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: .9375rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
code, kbd, textarea { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: .875em; }
td code, p code, li code, dd code, h4 code { background: var(--code); border-radius: .25rem; padding: .0625rem .25rem; }
code, pre, .route { direction: ltr; unicode-bidi: isolate; }
a { color: var(--accent); text-underline-offset: .15em; }
a:has(code) { text-underline-offset: .3em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .125rem; }
main:focus { outline: none; }
.skip { position: absolute; inset-inline-start: -100rem; padding: .75rem 1rem; background: var(--card); z-index: 3; }
.skip:focus { inset-inline-start: 1rem; top: 1rem; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); }
.bad { color: var(--delete); } .good { color: var(--get); }

.top {
  position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 1rem;
  padding: .625rem max(1.25rem, calc((100vw - 80rem) / 2 + 1.25rem));
  background: var(--card); border-bottom: 1px solid var(--edge);
}
.brand { color: var(--text); font-weight: 680; text-decoration: none; white-space: nowrap; letter-spacing: -.01em; }
.search { position: relative; flex: 1; max-width: 34rem; margin-inline-start: auto; }
.search kbd {
  position: absolute; inset-inline-end: .625rem; top: .5625rem; padding: 0 .375rem; color: var(--quiet);
  border: 1px solid var(--edge); border-radius: .25rem; pointer-events: none;
}
.search input:focus + kbd { display: none; }
input, textarea {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--control); border-radius: .5rem;
  padding: .4375rem .625rem; min-height: 2.5rem; width: 100%;
}
textarea { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: .8125rem; line-height: 1.5; }
input::placeholder { color: var(--quiet); opacity: 1; }
input[type="radio"] { width: auto; min-height: 0; margin: 0; margin-inline-end: .375rem; accent-color: var(--accent); }
#found {
  position: absolute; inset-inline: 0; top: calc(100% + .375rem); max-height: min(28rem, 70vh); overflow-y: auto;
  margin: 0; padding: .375rem; list-style: none; background: var(--card);
  border: 1px solid var(--control); border-radius: .625rem; box-shadow: 0 12px 32px -8px rgb(10 14 30 / .35);
}
#found li { padding: .4375rem .625rem; border-radius: .375rem; cursor: pointer; }
#found li[aria-selected="true"], #found li:hover { background: var(--chosen); }
#found .name { font-weight: 600; }
#found .about { display: block; color: var(--quiet); font-size: .8125rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
#found .kind { float: inline-end; color: var(--quiet); font-size: .75rem; }

.columns { max-width: 80rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { margin: 0 0 .5rem; font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 2.75rem 0 .75rem; font-size: 1.375rem; letter-spacing: -.015em; }
h3 { margin: 0; font-size: 1.125rem; line-height: 1.4; }
h4 { margin: 1.5rem 0 .25rem; font-size: .9375rem; }
h5 { margin: 1rem 0 .25rem; font-size: .875rem; }
p { margin: .625rem 0; }
main > p, main > dl, main > ul { max-width: 46rem; }
.lead { font-size: 1.125rem; line-height: 1.5; }
article, .schema, #credential {
  background: var(--card); border: 1px solid var(--edge); border-radius: .75rem;
  margin: 0 0 1.25rem; padding: 1.125rem 1.25rem;
}
.schema h2, #credential h2 { margin: 0 0 .25rem; font-size: 1.125rem; }
article:target, .schema:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
tr:target { background: var(--chosen); }
.anchor { color: var(--quiet); text-decoration: none; font-weight: 400; padding: 0 .25rem; }
.route { margin: .25rem 0 .75rem; }
.method { font-weight: 700; font-size: .8125rem; letter-spacing: .03em; }
.get { color: var(--get); } .post, .put { color: var(--post); } .patch { color: var(--patch); } .delete { color: var(--delete); }
.contents { padding-inline-start: 1.125rem; }
.contents li { padding: .0625rem 0; }
.resources { margin: 0; }
.resources dt { margin-top: .625rem; font-weight: 620; }
.resources dd { margin: 0; }
.codes { columns: 18rem; list-style: none; margin: 0; padding: 0; max-width: none; }
.codes li { padding: .125rem 0; }
.results li { padding: .25rem 0; }

pre {
  margin: .5rem 0; padding: .75rem .875rem; background: var(--code); border: 1px solid var(--edge); border-radius: .5rem;
  overflow-x: auto; line-height: 1.5; max-height: 32rem;
}
.samples { display: grid; gap: .75rem; margin: 1rem 0; }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--quiet); font-size: .8125rem; }
figure pre { margin: .25rem 0 0; }
[data-sample="TypeScript"] pre { white-space: pre-wrap; }
[data-examples="curl"] [data-sample="TypeScript"], [data-examples="TypeScript"] [data-sample="curl"] { display: none; }
#languages { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.25rem 0; padding: 0; border: 0; }
#languages legend { float: inline-start; padding: 0; margin-inline-end: 1.25rem; font-weight: 620; }

table { width: 100%; margin: 1rem 0 0; border-collapse: collapse; table-layout: fixed; }
caption { text-align: start; font-weight: 620; padding-bottom: .25rem; }
.schema caption, h4 ~ table caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: start; vertical-align: top; padding: .4375rem .75rem .4375rem 0; border-top: 1px solid var(--edge); }
thead th { color: var(--quiet); font-weight: 500; font-size: .8125rem; border-top: 0; }
tbody th { font-weight: 500; }
th:nth-child(1) { width: 27%; } th:nth-child(2) { width: 27%; }
.must { color: var(--quiet); font-size: .8125rem; font-weight: 400; white-space: nowrap; }
.eg { color: var(--quiet); }

details { margin: .875rem 0 0; }
summary { cursor: pointer; font-weight: 600; width: fit-content; }
.errors ul { margin: .375rem 0 0; padding-inline-start: 1.125rem; }
.try { border-top: 1px solid var(--edge); padding-top: .75rem; }
.try > summary { color: var(--accent); }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.row label { flex: 0 0 14rem; max-width: 100%; }
.row input { flex: 1 1 12rem; width: auto; min-width: 0; }
button {
  font: inherit; font-weight: 620; min-height: 2.5rem; padding: .375rem 1.125rem; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .5rem;
}
button.plain { color: var(--text); background: none; border-color: var(--control); }
button.danger { background: var(--delete); border-color: var(--delete); }
button:disabled { color: var(--quiet); background: none; border-color: var(--edge); cursor: default; }
dialog { width: min(34rem, calc(100vw - 2rem)); color: var(--text); background: var(--card); border: 1px solid var(--control); border-radius: .75rem; padding: 1.25rem; }
dialog::backdrop { background: rgb(10 14 30 / .55); }
dialog h4 { margin-top: 0; font-size: 1.0625rem; }
.neighbours { display: flex; justify-content: space-between; gap: 1rem; margin-top: 2rem; }

.menu ul { list-style: none; margin: 0; padding: 0; }
.menu { margin: 0 0 1.25rem; }
.menu li a { display: block; padding: .1875rem .625rem; border-radius: .375rem; text-decoration: none; }
.menu li a:hover { text-decoration: underline; }
.menu [aria-current] { background: var(--chosen); color: var(--text); font-weight: 620; }
@media (min-width: 62rem) {
  .columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2.5rem; }
  .columns > nav { position: sticky; top: 4.25rem; align-self: start; max-height: calc(100vh - 5rem); overflow-y: auto; }
  @supports selector(::details-content) {
    .menu summary { display: none; }
    .menu::details-content { content-visibility: visible; display: block; block-size: auto; }
  }
}
@media (min-width: 80rem) { html:not([data-examples="curl"], [data-examples="TypeScript"]) .samples { grid-template-columns: 1fr 1fr; } }
@media (max-width: 40rem) {
  table, tbody, tr, tbody th, td { display: block; width: auto !important; }
  thead { display: none; }
  caption { display: block; }
  tr { border-top: 1px solid var(--edge); padding: .5rem 0; }
  tbody th, td { border: 0; padding: .0625rem 0; }
  .search kbd { display: none; }
}
@media print { .columns > nav, .skip, .top, .try, #credential { display: none; } article { break-inside: avoid; } }
`
