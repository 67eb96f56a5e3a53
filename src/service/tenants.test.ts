import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { privateRoutes } from '../protocol/index.ts';
import type { PrivateRoute, PrivateRouteName } from '../protocol/index.ts';
import { generateSigningKey } from '../backend/token-keys.ts';
import { invite } from './testing/invitations.ts';
import { FILE_SURVEY, sendWhole, testFile } from './testing/files.ts';
import {
  answers,
  newResponseId,
  SHOP,
  START,
  submission,
  SURVEY,
  testService,
} from './testing/service.ts';
import type { TestService } from './testing/service.ts';

/** Asks those of A, and nobody of B. */
const SCENARIO = {
  title: 'Began',
  on: { event: 'began' },
  timezone: 'UTC',
  steps: [{ id: 'ask', type: 'invite', survey: 'srv_of_a', channels: ['link'] }],
};

/** Two tenants with everything in them, under different ids. */
let test: TestService;
let keyOfB: string;
/** What belongs to A, by the name of the path parameter's route. */
const ofA: Record<string, Record<string, string>> = {};
let everythingOfA: string[];

beforeAll(async () => {
  test = await testService();
  const keyOfA = await test.project('prj_a');
  keyOfB = await test.project('prj_b');
  await test.publish('srv_of_a', SURVEY, keyOfA);
  const request = { survey: 'srv_of_a', respondent: 'person-of-a' };
  const session = await test.session(request, { key: keyOfA });
  await test.submit(submission(session));
  await test.submit(submission(session, { revision: 2, status: 'nonsense' }));
  await test.publish('srv_files_of_a', FILE_SURVEY, keyOfA);
  const sending = await test.session({ survey: 'srv_files_of_a' }, { key: keyOfA });
  const file = testFile(20_000, { name: 'file-of-a.jpg' });
  await sendWhole(test, sending, file);
  const said = answers({ photo: [file.reference], bill: null, why: null });
  await test.submit(submission(sending, { answers: said }));
  const { json: key } = await test.api(
    'POST',
    '/v1/keys',
    { name: 'key-name-of-a', scopes: ['surveys:read'] },
    { key: keyOfA },
  );
  const { kid, publicKey } = await generateSigningKey();
  await test.api('POST', '/v1/signing-keys', { kid, publicKey }, { key: keyOfA });
  const survey = { id: 'srv_of_a' };
  const kept = await test.api('GET', '/v1/quarantine', undefined, { key: keyOfA });
  const quarantined = { id: kept.json.items[0]!.id };
  const rustore = { channel: 'rustore', projectId: 'project-of-a', serviceToken: 'secret-of-a' };
  await test.api('PUT', '/v1/push-channels/rustore', rustore, { key: keyOfA });
  const channel = { channel: 'rustore' };
  const { id: invitationId } = await invite(
    test,
    { survey: 'srv_of_a', respondent: 'invited-of-a' },
    { key: keyOfA },
  );
  await test.api(
    'POST',
    '/v1/events',
    {
      id: 'event-id-of-a',
      name: 'order.of-a',
      respondent: 'person-of-a',
      person: { attributes: { segment: 'segment-of-a' } },
    },
    { key: keyOfA },
  );
  await test.api('PUT', '/v1/event-types/order.of-a', { properties: {} }, { key: keyOfA });
  await test.api('PUT', '/v1/scenarios/scn_of_a', { draft: SCENARIO }, { key: keyOfA });
  await test.api('POST', '/v1/scenarios/scn_of_a/publish', undefined, { key: keyOfA });
  const began = { id: 'began-of-a', name: 'began', respondent: 'person-of-a' };
  await test.api('POST', '/v1/events', began, { key: keyOfA });
  const scenario = { id: 'scn_of_a' };
  const { json: hook } = await test.api(
    'POST',
    '/v1/hooks',
    { name: 'hook-name-of-a' },
    { key: keyOfA },
  );
  const { json: alert } = await test.api(
    'POST',
    '/v1/alerts',
    {
      name: 'alert-name-of-a',
      when: { on: 'push-stopped' },
      to: [{ kind: 'slack', url: 'https://slack.example/of-a' }],
    },
    { key: keyOfA },
  );
  const { json: destination } = await test.api('POST', '/v1/destinations', DESTINATION, {
    key: keyOfA,
  });
  const { text: tested } = await test.api(
    'POST',
    `/v1/destinations/${destination.id}/test`,
    undefined,
    { key: keyOfA },
  );
  const { delivery } = JSON.parse(tested) as { delivery: string };
  const { json: link } = await test.api(
    'POST',
    '/v1/reading-links',
    { survey: 'srv_of_a', name: 'link-name-of-a' },
    { key: keyOfA },
  );
  const sent = { id: delivery };
  const there = { id: destination.id };
  Object.assign(ofA, {
    getRetention: survey,
    putRetention: survey,
    deleteReadingLink: { id: link.id },
    exportAnswersCsv: survey,
    exportAnswersNdjson: survey,
    getDestination: there,
    putDestination: there,
    pauseDestination: there,
    resumeDestination: there,
    rotateDestinationSecret: there,
    testDestination: there,
    replayDestination: there,
    deleteDestination: there,
    getDelivery: sent,
    replayDelivery: sent,
    putEventType: { name: 'order.of-b' },
    deleteEventType: { name: 'order.of-a' },
    deleteHook: { id: hook.id },
    getScenario: scenario,
    publishScenario: scenario,
    pauseScenario: scenario,
    endScenario: scenario,
    simulateScenario: scenario,
    listJourneys: scenario,
    putScenario: { id: 'scn_of_b' },
    testAlert: { id: alert.id },
    deleteAlert: { id: alert.id },
    getInvitation: { id: invitationId },
    getPushChannel: channel,
    deletePushChannel: channel,
    testPushChannel: channel,
    putPushChannel: { channel: 'apns' },
    cancelInvitation: { id: invitationId },
    getQuarantined: quarantined,
    repairQuarantined: quarantined,
    discardQuarantined: quarantined,
    getSurvey: survey,
    listVersions: survey,
    publishSurvey: survey,
    closeSurvey: survey,
    getResponse: { id: session.responseId },
    listFiles: { id: sending.responseId },
    downloadFile: { id: sending.responseId, file: file.reference.id },
    revokeKey: { id: key.id },
    revokeSigningKey: { kid },
    exportCsv: survey,
  });
  everythingOfA = [
    'srv_of_a',
    'srv_files_of_a',
    'person-of-a',
    'project-of-a',
    'secret-of-a',
    'invited-of-a',
    session.responseId,
    sending.responseId,
    quarantined.id,
    invitationId,
    'event-id-of-a',
    'order.of-a',
    'segment-of-a',
    'scn_of_a',
    'began-of-a',
    hook.id,
    'hook-name-of-a',
    link.id,
    'link-name-of-a',
    destination.id,
    delivery,
    'destination-name-of-a',
    'https://crm.of-a.example',
    alert.id,
    'alert-name-of-a',
    'https://slack.example',
    file.reference.id,
    'file-of-a.jpg',
    key.id,
    kid,
    'key-name-of-a',
  ];
});
afterAll(() => test.service.close());

const DESTINATION = {
  name: 'destination-name-of-a',
  target: { kind: 'webhook', url: 'https://crm.of-a.example/hook' },
};

const routes = Object.entries<PrivateRoute>(privateRoutes) as [PrivateRouteName, PrivateRoute][];

/** Routes that name nothing of anybody: with B's key they concern B alone. */
const OWN: Partial<Record<PrivateRouteName, unknown>> = {
  listSurveys: undefined,
  createSurvey: { id: 'srv_of_a', draft: SURVEY },
  mintToken: { survey: 'srv_of_a' },
  putPushChannel: undefined,
  createInvitation: { survey: 'srv_of_a', respondent: 'person-of-a' },
  sendEvents: { name: 'order.delivered', respondent: 'person-of-b' },
  listEvents: undefined,
  listEventTypes: undefined,
  putEventType: { properties: {} },
  getRespondent: undefined,
  putRespondent: { lang: 'ru' },
  createHook: { name: 'b' },
  listHooks: undefined,
  getProjectAsking: undefined,
  putProjectAsking: { pauseDays: 1 },
  explainAsking: undefined,
  optOutRespondent: undefined,
  optInRespondent: undefined,
  listScenarios: undefined,
  createScenario: { id: 'scn_of_a', draft: SCENARIO },
  putScenario: { draft: SCENARIO },
  listAutomationLog: undefined,
  createAlert: {
    name: 'b',
    when: { on: 'push-stopped' },
    to: [{ kind: 'slack', url: 'https://b.example/hook' }],
  },
  listAlerts: undefined,
  listReadingLinks: undefined,
  exportChanges: undefined,
  createDestination: { name: 'b', target: { kind: 'webhook', url: 'https://b.example/hook' } },
  listDestinations: undefined,
  listDeliveries: undefined,
  listInvitations: undefined,
  listResponses: undefined,
  exportNdjson: undefined,
  listQuarantine: undefined,
  exportRespondent: undefined,
  eraseRespondent: undefined,
  listKeys: undefined,
  createKey: { name: 'b', scopes: ['surveys:read'] },
  listSigningKeys: undefined,
  createSigningKey: undefined,
  getOnPageRules: undefined,
  putOnPageRules: { rules: [] },
  getProject: undefined,
  examineService: undefined,
  changeProject: { name: 'B' },
  putSurvey: { draft: SURVEY },
};

function pathOf(name: string, { path }: PrivateRoute): string {
  const params = ofA[name] ?? { id: path.includes('respondents') ? 'person-of-a' : 'srv_of_a' };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, key: string) => params[key] ?? '');
  const isOfSurvey = ['exportCsv', 'exportAnswersCsv', 'exportAnswersNdjson'].includes(name);
  return isOfSurvey ? `${filled}?survey=srv_of_a` : filled;
}

/** What a route needs beyond its address. */
const BODIES: Partial<Record<PrivateRouteName, unknown>> = {
  putRetention: { days: 30 },
  putDestination: DESTINATION,
  createReadingLink: { survey: 'srv_of_a', name: 'b' },
  replayDestination: {},
  simulateScenario: { history: [{ at: START.toISOString(), respondent: 'b', event: 'began' }] },
  putSurveyAsking: { repeat: 'once' },
  importInvitations: { survey: 'srv_of_a', csv: 'respondent\nann\n' },
  repairQuarantined: {},
  discardQuarantined: { reason: 'not mine' },
};

const foreign = routes.filter(([name]) => !(name in OWN));
const own = routes.filter(([name]) => name in OWN && name !== 'createSigningKey');

describe("one tenant's key", () => {
  it.each(foreign)('does not reach another tenant by %s', async (name, route) => {
    const body = BODIES[name];
    const answer = await test.api(route.method, pathOf(name, route), body, { key: keyOfB });
    expect(answer.status).toBe(404);
    const unknown = pathOf(name, route)
      .replaceAll('srv_of_a', 'srv_none')
      .replaceAll('scn_of_a', 'scn_none')
      .replace(ofA['getResponse']!['id']!, newResponseId())
      .replace(ofA['listFiles']!['id']!, newResponseId())
      .replace(ofA['getQuarantined']!['id']!, 'qrn_none')
      .replace(ofA['getInvitation']!['id']!, 'inv_none')
      .replace(ofA['deleteReadingLink']!['id']!, 'rdl_none')
      .replace(ofA['getDestination']!['id']!, 'dst_none')
      .replace(ofA['getDelivery']!['id']!, 'dlv_none')
      .replace(ofA['deleteAlert']!['id']!, 'alr_none')
      .replace(ofA['deleteHook']!['id']!, 'hok_none')
      .replace(ofA['deleteEventType']!['name']!, 'order.none')
      .replace(ofA['revokeKey']!['id']!, 'key_none')
      .replace(ofA['revokeSigningKey']!['kid']!, 'none');
    const elsewhere = JSON.stringify(body ?? null).replaceAll('srv_of_a', 'srv_none');
    const nothing = await test.api(route.method, unknown, body && JSON.parse(elsewhere), {
      key: keyOfB,
    });
    const { requestId: _one, ...problem } = answer.json;
    const { requestId: _two, ...same } = nothing.json;
    expect(problem).toEqual(same);
  });

  it.each(own)('sees and changes only its own by %s', async (name, route) => {
    const body = OWN[name];
    const answer = await test.api(route.method, pathOf(name, route), body, { key: keyOfB });
    const mine = JSON.stringify(body ?? null);
    for (const secret of everythingOfA) {
      if (!mine.includes(secret) && !pathOf(name, route).includes(secret)) {
        expect(answer.text).not.toContain(secret);
      }
    }
  });

  it.each(routes)('is needed by %s', async (name, route) => {
    const answer = await test.api(route.method, pathOf(name, route), undefined, { key: null });
    expect([answer.status, answer.json.code]).toEqual([401, 'key_missing']);
  });

  it.each(routes)('of a tenant, without the scope, does not open %s', async (name, route) => {
    const scopes = route.scope === 'events:write' ? ['surveys:read'] : ['events:write'];
    const { json } = await test.api('POST', '/v1/keys', { name: 'b', scopes }, { key: keyOfB });
    const key = json.secret;
    const answer = await test.api(route.method, pathOf(name, route), undefined, { key });
    expect([answer.status, answer.json.code]).toEqual([403, 'scope_missing']);
  });

  it('has left the other tenant as it was', async () => {
    const { db } = test.service.database;
    const response = await db
      .selectFrom('responses')
      .selectAll()
      .where('project_id', '=', 'prj_a')
      .execute();
    const survey = await db
      .selectFrom('surveys')
      .selectAll()
      .where('project_id', '=', 'prj_a')
      .execute();
    const keys = await db
      .selectFrom('api_keys')
      .selectAll()
      .where('project_id', '=', 'prj_a')
      .execute();
    const quarantined = await db
      .selectFrom('quarantine')
      .selectAll()
      .where('project_id', '=', 'prj_a')
      .execute();
    const files = await db
      .selectFrom('files')
      .selectAll()
      .where('project_id', '=', 'prj_a')
      .execute();
    expect(response).toHaveLength(2);
    expect(response).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ respondent: 'person-of-a', status: 'completed' }),
      ]),
    );
    expect(files).toMatchObject([{ name: 'file-of-a.jpg' }]);
    expect(survey).toMatchObject([{ status: 'published' }, { status: 'published' }]);
    expect(keys.every(({ revoked_at }) => revoked_at === null)).toBe(true);
    const invitations = await db
      .selectFrom('invitations')
      .select('status')
      .where('project_id', '=', 'prj_a')
      .orderBy('created_at')
      .orderBy('journey_id', 'desc')
      .execute();
    const scenarios = await db
      .selectFrom('scenarios')
      .select('status')
      .where('project_id', '=', 'prj_a')
      .execute();
    expect(scenarios).toEqual([{ status: 'published' }]);
    // The second is the scenario's.
    expect(invitations).toEqual([{ status: 'sent' }, { status: 'scheduled' }]);
    expect(quarantined).toMatchObject([{ state: 'kept', payload: { status: 'nonsense' } }]);
  });
});

describe("one tenant's grant", () => {
  it("brings no file to another tenant's response", async () => {
    await test.publish('srv_files_b', FILE_SURVEY, keyOfB);
    const session = await test.session({ survey: 'srv_files_b' }, { key: keyOfB });
    const file = testFile(20_000);
    const foreign = { ...session, grant: session.grant.replace('otg_b_', 'otg_a_') };
    expect((await sendWhole(test, foreign, file)).json.code).toBe('grant_invalid');
    const other = { ...session, responseId: ofA['listFiles']!['id']! };
    expect((await sendWhole(test, other, file)).json.code).toBe('grant_invalid');
  });

  it("under another tenant's name is no grant", async () => {
    await test.publish('srv_b', SURVEY, keyOfB);
    const session = await test.session({ survey: 'srv_b' }, { key: keyOfB, origin: SHOP });
    const grant = session.grant.replace('otg_b_', 'otg_a_');
    const { json } = await test.submit(submission({ ...session, grant }));
    expect(json.results[0]).toMatchObject({ result: 'refused', code: 'grant_invalid' });
  });
});
