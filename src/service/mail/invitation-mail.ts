/** The mail that invites: plain and HTML, neutral, with nothing that loads or counts. */
import { directionOf } from '../../protocol/words/direction.ts';
import { optOutWords } from './opt-out-words.ts';

export interface MailParts {
  readonly lang: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  /** Where the person says that it is enough. */
  readonly optOut: string;
}

export function plainText({ lang, title, body, link, optOut }: MailParts): string {
  return [title, body, link, '-- ', `${optOutWords(lang).stop}: ${optOut}`].join('\n\n') + '\n';
}

/**
 * One column of a table, as every mail program draws it; colours by `prefers-color-scheme` where they are known, and
 * legible where they are turned round by force.
 */
export function htmlText(parts: MailParts): string {
  const { lang, title, body, link, optOut } = parts;
  const dir = directionOf(lang);
  const stop = optOutWords(lang).stop;
  return `<!doctype html>
<html lang="${escaped(lang)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background: #16181d !important; }
  .card { background: #22252c !important; color: #eceef2 !important; }
  .quiet, .quiet a { color: #a5abb8 !important; }
  .go { background: #8fb4ff !important; color: #0d1526 !important; }
}
</style>
</head>
<body class="paper" style="margin:0;background:#f3f4f7">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f7">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:480px;background:#ffffff;color:#1c2029;border-radius:16px">
<tr><td style="padding:32px 28px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5;text-align:start">
<h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">${escaped(title)}</h1>
<p style="margin:0 0 24px">${escaped(body)}</p>
<p style="margin:0 0 24px"><a class="go" href="${escaped(link)}" style="display:inline-block;background:#1f5fd6;color:#ffffff;text-decoration:none;font-weight:600;padding:14px 24px;border-radius:12px">${escaped(title)}</a></p>
<p class="quiet" style="margin:0;font-size:13px;color:#5d6472;word-break:break-all"><a class="quiet" href="${escaped(link)}" style="color:#5d6472">${escaped(link)}</a></p>
</td></tr>
</table>
<p class="quiet" style="margin:20px 0 0;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:13px;color:#5d6472"><a class="quiet" href="${escaped(optOut)}" style="color:#5d6472">${escaped(stop)}</a></p>
</td></tr>
</table>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
