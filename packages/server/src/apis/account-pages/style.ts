/** Contrast is at least 4.5:1 for text and 3:1 for the borders of controls, in light and dark mode. */
export const style = `
:root {
  --ground: #f3f5f9; --card: #ffffff; --edge: #dde2ec; --text: #161c2d; --quiet: #55607a;
  --control: #7c879f; --accent: #3046c5; --accent-strong: #25379f; --on-accent: #ffffff;
  --bad: #b3201f; --bad-ground: #fdf0ef; --good: #156c3d; --good-ground: #e9f6ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10131c; --card: #191e2b; --edge: #2b3243; --text: #eef1f8; --quiet: #a6b0c6;
    --control: #76819b; --accent: #93a5ff; --accent-strong: #b3c0ff; --on-accent: #10131c;
    --bad: #ff9d94; --bad-ground: #331c1f; --good: #7fd8a4; --good-ground: #162b20;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; padding: clamp(1.25rem, 7vh, 5rem) 1rem 3rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
.brand, main, .languages { max-width: 27rem; margin: 0 auto; }
.brand {
  display: flex; align-items: center; gap: .625rem; margin-bottom: 1.25rem;
  font-size: 1.0625rem; font-weight: 650; letter-spacing: -.01em;
}
.mark rect { fill: var(--accent); }
.mark path { fill: none; stroke: var(--on-accent); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
main {
  background: var(--card); border: 1px solid var(--edge); border-radius: 1rem;
  padding: clamp(1.5rem, 5vw, 2.25rem);
  box-shadow: 0 1px 2px rgb(16 24 48 / .05), 0 12px 32px -12px rgb(16 24 48 / .14);
}
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.02em; font-weight: 680; text-wrap: balance; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.0625rem; line-height: 1.3; font-weight: 640; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
p:last-child { margin-bottom: 0; }
.quiet { color: var(--quiet); }
p > bdi { display: inline-block; max-width: 100%; font-weight: 620; }
form { margin-top: 1.5rem; }
.field { margin-bottom: 1.125rem; }
label { display: block; margin-bottom: .375rem; font-weight: 580; font-size: .9375rem; }
label .quiet { font-weight: 400; }
.hint { margin: .375rem 0 0; color: var(--quiet); font-size: .875rem; line-height: 1.45; }
input {
  display: block; width: 100%; min-height: 2.875rem; padding: .625rem .8125rem;
  font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--control); border-radius: .625rem;
}
input:hover { border-color: var(--text); }
input[readonly] { background: var(--ground); border-color: var(--edge); color: var(--quiet); }
input[aria-invalid="true"] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wrong { margin: .375rem 0 0; color: var(--bad); font-size: .875rem; line-height: 1.45; font-weight: 560; }
.notice { margin: 0 0 1.25rem; padding: .75rem .9375rem; border-radius: .625rem; font-size: .9375rem; }
.notice.bad { background: var(--bad-ground); color: var(--bad); }
.notice.good { background: var(--good-ground); color: var(--good); }
button {
  display: block; width: 100%; min-height: 3rem; margin-top: 1.625rem; padding: .6875rem 1rem;
  font: inherit; font-weight: 620; color: var(--on-accent); background: var(--accent);
  border: 0; border-radius: .625rem; cursor: pointer;
}
button:hover { background: var(--accent-strong); }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { color: var(--accent-strong); }
.links { list-style: none; margin: 0; padding: 0; }
.links li { padding: .5rem 0; border-top: 1px solid var(--edge); }
.links a { font-weight: 580; display: inline-block; padding: .125rem 0; }
.links .quiet { display: block; font-size: .9375rem; line-height: 1.4; }
.after { margin: 1.5rem 0 0; padding-top: 1.25rem; border-top: 1px solid var(--edge); font-size: .9375rem; color: var(--quiet); }
.languages ul { list-style: none; display: flex; flex-wrap: wrap; justify-content: center; gap: .25rem 1.125rem; margin: 1.25rem 0 0; padding: 0; }
.languages a { display: inline-block; padding: .25rem 0; color: var(--quiet); font-size: .9375rem; }
.languages a:hover { color: var(--text); }
/* Spacing between letters breaks the joined letters of Arabic script; marks above and below letters need room. */
h1:lang(fa), h1:lang(hi) { letter-spacing: normal; line-height: 1.45; }
h1:lang(ja) { word-break: auto-phrase; }
@media (forced-colors: active) { main, button { border: 1px solid; } }
`
