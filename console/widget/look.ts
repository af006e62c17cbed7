/**
 * How the button and the panel look. A constructed style sheet in a shadow root: no rule of the site reaches in, none of
 * ours gets out, and a policy that forbids inline styles does not concern it. On the element itself rules of the site do
 * count; what is important in here wins against whatever they say. Sizes follow the reader's own font size, not the site's.
 */
export const LOOK = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset: 0 !important;
  z-index: 2147483647 !important;
  pointer-events: none !important;
  color-scheme: light dark !important;
  font: medium/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif !important;
  --ground: #fff; --text: #1b2529; --line: #76858d; --accent: #1d5c68; --press: #164852; --on-accent: #fff;
  --focus: #0a53c4; --danger: #9b2226; --on-danger: #fff;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #192125; --text: #e2e8ea; --line: #73848c; --accent: #86c7d2; --press: #a3d6df; --on-accent: #0b2227;
    --focus: #9ec1ff; --danger: #f2a09c; --on-danger: #2b0f10;
  }
}
@media print { :host { display: none !important; } }
*, ::before, ::after { box-sizing: border-box; }
.button, .panel { position: absolute; inset-inline-end: 1em; pointer-events: auto; }
.start .button, .start .panel { inset-inline: 1em auto; }
.button {
  inset-block-end: 1em;
  display: flex; align-items: center; gap: .5em;
  min-block-size: 3.25em; max-inline-size: calc(100% - 2em);
  margin: 0; padding: .5em 1.1em;
  border: 2px solid var(--ground); border-radius: 2em;
  background: var(--accent); color: var(--on-accent);
  font: inherit; font-weight: 600; text-align: start; cursor: pointer;
  box-shadow: 0 2px 10px rgb(0 0 0 / 30%);
}
.button:hover { background: var(--press); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.button svg { flex: none; inline-size: 1.4em; block-size: 1.4em; }
.badge {
  min-inline-size: 1.6em; padding: 0 .4em; border: 1px solid transparent; border-radius: 1em;
  background: var(--danger); color: var(--on-danger); text-align: center;
}
.panel {
  inset-block-end: 5.25em;
  inline-size: min(25em, 100% - 2em); block-size: min(42em, 100% - 6.25em);
  border: 1px solid var(--line); border-radius: .75em; overflow: hidden;
  background: var(--ground); color: var(--text); box-shadow: 0 4px 24px rgb(0 0 0 / 30%);
  visibility: hidden;
}
.open .panel { visibility: visible; }
.gone .panel, .gone .button { visibility: hidden; }
.wait { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; padding: 2em; text-align: center; }
iframe { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border: 0; visibility: hidden; }
.ready .wait { visibility: hidden; }
.open.ready iframe { visibility: inherit; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
@media (max-width: 32em), (max-height: 32em) {
  .panel, .start .panel { inset: 0; inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; }
  .open.ready .button { visibility: hidden; }
  .open .wait { padding-block-end: 6em; }
}
@media (prefers-reduced-motion: no-preference) {
  .button { transition: background-color 120ms; }
  .open .panel { animation: come 120ms ease-out; }
  @keyframes come { from { opacity: 0; transform: translateY(.5em); } }
}
`;
