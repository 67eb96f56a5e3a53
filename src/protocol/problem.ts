/**
 * Problems (RFC 9457): one closed list of codes, each with its status and a sentence that says what to do.
 * Zod-free: the widget bundles the code type only.
 */

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/** `title` is one sentence for the developer who reads it; the particulars go into `detail`. */
export const PROBLEMS = {
  body_not_json: { status: 400, title: 'The body is not JSON; send a JSON object.' },
  body_too_large: { status: 413, title: 'The body is too large; send less in one request.' },
  request_invalid: { status: 400, title: 'The request does not fit its schema; see "errors".' },
  cursor_invalid: { status: 400, title: 'The cursor is not one of ours; start again without it.' },
  route_unknown: { status: 404, title: 'There is no such route; see /openapi.json.' },
  method_not_allowed: { status: 405, title: 'This route does not take this method; see "Allow".' },
  key_missing: {
    status: 401,
    title: 'This route needs an API key; send "Authorization: Bearer otk_…".',
  },
  key_invalid: {
    status: 401,
    title: 'The API key is unknown, expired or revoked; create another with "otklik keys create".',
  },
  key_in_browser: {
    status: 403,
    title:
      'An API key was sent from a browser; it is leaked, revoke it and call from your backend.',
  },
  scope_missing: {
    status: 403,
    title: 'The API key lacks the scope for this; create a key that has it.',
  },
  token_invalid: {
    status: 401,
    title: 'The survey token is not valid; mint a new one on your backend.',
  },
  token_expired: { status: 401, title: 'The survey token has expired; mint a new one.' },
  token_used: {
    status: 401,
    title: 'The survey token has already opened a session; mint one per page view.',
  },
  token_is_key: {
    status: 403,
    title: 'An API key was given in place of a survey token; it is leaked, revoke it at once.',
  },
  code_invalid: {
    status: 401,
    title: 'The link leads to no invitation; check that it was copied as a whole.',
  },
  code_used: {
    status: 401,
    title: 'The link was opened on another device, or too long ago; ask for a new one.',
  },
  invitation_foreign: {
    status: 403,
    title: 'The invitation is for another respondent; sign in as the one who was invited.',
  },
  invitation_unknown: { status: 404, title: 'There is no such invitation in this project.' },
  invitation_final: {
    status: 409,
    title: 'The invitation has already come to its end; make a new one.',
  },
  origin_missing: {
    status: 403,
    title: 'The request names no origin; call from a page, or an app that sends one.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'This origin may not use the token; add it to the token or to the project.',
  },
  survey_not_named: {
    status: 400,
    title: 'Neither the token nor the request names a survey; set the "survey" attribute.',
  },
  survey_mismatch: {
    status: 403,
    title: 'The token is for another survey; mint one for this survey or for any.',
  },
  survey_unknown: { status: 404, title: 'There is no such survey in this project; check its id.' },
  survey_not_published: {
    status: 404,
    title: 'The survey has not been published yet; publish it first.',
  },
  survey_closed: { status: 409, title: 'The survey is closed; publish it again to open it.' },
  survey_exists: { status: 409, title: 'A survey with this id exists; update it with PUT.' },
  survey_invalid: {
    status: 422,
    title: 'The survey cannot be published as it is; see "errors".',
  },
  version_unknown: { status: 404, title: 'The survey has no such version.' },
  response_unknown: { status: 404, title: 'There is no such response in this project.' },
  response_foreign: {
    status: 403,
    title: 'The response belongs to another respondent or survey; start a new one.',
  },
  response_erased: { status: 410, title: 'The response was erased on request; forget it.' },
  response_invalid: {
    status: 422,
    title: 'The response does not fit its survey; it is kept for repair, see "errors".',
  },
  response_final: {
    status: 409,
    title: 'The response is already complete; a later change is kept for repair only.',
  },
  quarantine_unknown: { status: 404, title: 'There is no such payload in quarantine.' },
  quarantine_settled: {
    status: 409,
    title: 'The payload has already been repaired or discarded; its record says by whom and when.',
  },
  grant_invalid: {
    status: 401,
    title: 'The grant does not allow writing this response; open a new session.',
  },
  grant_expired: {
    status: 401,
    title: 'The time for answers is over; the answers are still on the device.',
  },
  file_not_allowed: {
    status: 422,
    title: 'The survey asks for no such file: its question, its type or its size is not allowed.',
  },
  file_content_invalid: {
    status: 422,
    title: 'The content of the file is not of the type that was told; nothing of it is kept.',
  },
  file_mismatch: {
    status: 409,
    title: 'Another file of this response has this id; give each file an id of its own.',
  },
  file_limit: {
    status: 422,
    title: 'The response has as many files, or as many bytes, as one response may have.',
  },
  file_unknown: { status: 404, title: 'The response has no such file.' },
  file_incomplete: {
    status: 409,
    title: 'The file has not arrived as a whole yet; it may still be on the device.',
  },
  on_page_rules_changed: {
    status: 409,
    title: 'Somebody has changed the rules meanwhile; read them again and put your change on top.',
  },
  event_type_unknown: {
    status: 404,
    title: 'Nobody has declared this event in this project.',
  },
  destination_unknown: { status: 404, title: 'There is no such destination in this project.' },
  delivery_unknown: { status: 404, title: 'There is no such delivery in this project.' },
  reading_link_unknown: {
    status: 404,
    title: 'The link leads to no survey; it was revoked, has expired, or is not complete.',
  },
  odata_invalid: {
    status: 400,
    title: 'The query cannot be answered; see "detail", and docs/reading-out.md.',
  },
  hook_unknown: { status: 404, title: 'There is no such address for webhooks.' },
  signature_invalid: {
    status: 401,
    title: 'The webhook is not signed by the secret of this address, or it is too old.',
  },
  scenario_unknown: { status: 404, title: 'There is no such scenario in this project.' },
  scenario_exists: {
    status: 409,
    title: 'There is a scenario with this id; PUT its draft to change it, or choose another id.',
  },
  scenario_invalid: {
    status: 422,
    title: 'The scenario cannot be published; each entry of "errors" says where it is wrong.',
  },
  scenario_not_published: {
    status: 409,
    title: 'The scenario has no published version; publish it first.',
  },
  alert_unknown: { status: 404, title: 'There is no such alert in this project.' },
  push_channel_unknown: {
    status: 404,
    title: 'This push channel is not set up in this project; PUT its settings first.',
  },
  key_unknown: { status: 404, title: 'There is no such key in this project.' },
  signing_key_exists: { status: 409, title: 'Another key has this "kid"; choose another name.' },
  idempotency_mismatch: {
    status: 422,
    title: 'This Idempotency-Key was used with another request; use a new one.',
  },
  idempotency_invalid: {
    status: 400,
    title: 'The Idempotency-Key must be 1 to 200 printable characters.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests; nothing was stored, send it again after "Retry-After".',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot store anything right now; try again after "Retry-After".',
  },
  internal: { status: 500, title: 'Something went wrong on our side; the log has the details.' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
