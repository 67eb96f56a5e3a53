/** Which problems a route may answer, by status, with their codes and sentences. */
import { PROBLEMS } from '../../protocol/index.ts';
import type { PrivateRoute, ProblemCode, Route } from '../../protocol/index.ts';

const EVERY: readonly ProblemCode[] = ['internal', 'unavailable'];
const KEYED: readonly ProblemCode[] = [
  'key_missing',
  'key_invalid',
  'key_in_browser',
  'scope_missing',
];
const BODY: readonly ProblemCode[] = ['body_not_json', 'body_too_large', 'request_invalid'];
const IDEMPOTENT: readonly ProblemCode[] = ['idempotency_invalid', 'idempotency_mismatch'];

const DEVICE: readonly ProblemCode[] = [
  'token_invalid',
  'token_expired',
  'origin_missing',
  'origin_not_allowed',
  'response_erased',
];

/** What a route can answer besides what its shape implies. */
const OWN: Readonly<Record<string, readonly ProblemCode[]>> = {
  createSurvey: ['survey_exists'],
  getSurvey: ['survey_unknown'],
  listVersions: ['survey_unknown'],
  publishSurvey: ['survey_unknown', 'survey_invalid'],
  closeSurvey: ['survey_unknown', 'survey_not_published'],
  getResponse: ['response_unknown'],
  createInvitation: ['survey_unknown', 'survey_not_published'],
  getInvitation: ['invitation_unknown'],
  cancelInvitation: ['invitation_unknown', 'invitation_final'],
  reportPageEvents: [
    'code_invalid',
    'grant_invalid',
    'token_invalid',
    'token_expired',
    'origin_missing',
    'origin_not_allowed',
    'invitation_foreign',
    'response_erased',
  ],
  putOnPageRules: ['on_page_rules_changed'],
  getPushChannel: ['push_channel_unknown'],
  deletePushChannel: ['push_channel_unknown'],
  testPushChannel: ['push_channel_unknown'],
  addPushSubscription: DEVICE,
  removePushSubscription: DEVICE,
  listFiles: ['response_unknown'],
  downloadFile: ['response_unknown', 'file_unknown', 'file_incomplete'],
  sendFile: [
    'grant_invalid',
    'grant_expired',
    'origin_missing',
    'origin_not_allowed',
    'response_erased',
    'file_not_allowed',
    'file_content_invalid',
    'file_mismatch',
    'file_limit',
  ],
  getQuarantined: ['quarantine_unknown'],
  repairQuarantined: [
    'quarantine_unknown',
    'quarantine_settled',
    'response_invalid',
    'response_final',
    'response_erased',
    'response_foreign',
    'version_unknown',
  ],
  discardQuarantined: ['quarantine_unknown', 'quarantine_settled'],
  exportCsv: ['survey_unknown'],
  revokeKey: ['key_unknown'],
  createSigningKey: ['signing_key_exists'],
  revokeSigningKey: ['key_unknown'],
  openSession: [
    'token_invalid',
    'token_expired',
    'token_used',
    'token_is_key',
    'code_invalid',
    'code_used',
    'invitation_foreign',
    'invitation_unknown',
    'origin_missing',
    'origin_not_allowed',
    'survey_not_named',
    'survey_mismatch',
    'survey_unknown',
    'survey_not_published',
    'response_foreign',
    'response_erased',
  ],
};

export function problemResponses(name: string, route: Route): Record<string, unknown> {
  const byStatus = Map.groupBy(codesOf(name, route), (code) => PROBLEMS[code].status);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, response(codes)]));
}

function codesOf(name: string, route: Route | PrivateRoute): ProblemCode[] {
  const codes = new Set([...(OWN[name] ?? []), ...EVERY]);
  const add = (more: readonly ProblemCode[]): void => more.forEach((code) => codes.add(code));
  add('scope' in route ? KEYED : ['too_many_requests']);
  if (route.body !== undefined) add(BODY);
  if (route.params !== undefined || route.query !== undefined) add(['request_invalid']);
  if (route.query !== undefined && 'cursor' in route.query.shape) add(['cursor_invalid']);
  if ('scope' in route && route.method !== 'GET') add(IDEMPOTENT);
  return [...codes].sort();
}

function response(codes: readonly ProblemCode[]): object {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } },
    },
  };
}
