/** What only the form without script looks like; all else is the widget's own style (style-sheets.ts). */

/** A control that holds an answer. */
const GIVEN = [
  'input:checked',
  'input:not([type=radio],[type=checkbox],[type=hidden],:placeholder-shown)',
  'textarea:not(:placeholder-shown)',
  "option:not([value='']):checked",
].join();

/** The heading that nobody sees is set in the font of the text: another one would be looked for before anything is drawn. */
export const FORM_STYLES = `
body{margin:0;font:16px/1.45 system-ui,sans-serif}
h1.unseen{font:inherit}
otklik-survey{display:block}
:root{color-scheme:light dark}
div:where(.hint){margin:8px 0 0;white-space:pre-line}
.skip{display:none}
@supports selector(:has(*)){
.card:not(:has(${GIVEN})) [part=next]:has(.skip){min-width:44px;color:var(--muted);background:none;box-shadow:none}
.card:not(:has(${GIVEN})) .skip{display:inline}
.card:not(:has(${GIVEN})) .go{display:none}
.stars .point:has(~ .point input:checked) .face,.stars .point:has(input:checked) .face{color:var(--star)}
.stars .point:has(~ .point input:checked) svg,.stars .point:has(input:checked) svg{fill:currentColor}
}
.ranks li{padding:3px 12px 3px 6px;gap:12px}
.ranks .dropdown{flex:none;width:72px}
.ranks .dropdown::after{inset-inline-end:12px;width:7px;height:7px}
.ranks .dropdown select{min-height:44px;margin:0;padding:0 12px;padding-inline-end:26px;font-weight:650;color:var(--accent);font-variant-numeric:tabular-nums}
.typed .numbers{display:flex;align-items:center;gap:10px}
.typed [part=field]{width:min(100%,9em);margin-block:16px;min-height:48px;font-variant-numeric:tabular-nums}
.typed .ends{margin-top:0}
.lacking-script{margin-top:16px;padding:14px 16px;border:1px dashed var(--border);border-radius:var(--small-radius)}
.lacking-script p{margin:0}
.lacking-script p+p{margin-top:8px;font-weight:600}
.body>.fault{margin-top:20px}
.badge.plain{color:var(--muted)}
`;
