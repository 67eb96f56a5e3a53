/** What a delivery says: read when it is sent, and no more of it than its destination may have. */
import type { Kysely } from 'kysely';

import { answerText } from '../../engine/answer-text.ts';
import { readable } from '../../engine/index.ts';
import type { Facts, Piping } from '../../engine/index.ts';
import { DELIVERY_SCHEMA_VERSION } from '../../protocol/index.ts';
import type {
  DeliveredAnswer,
  DeliveredResponse,
  DeliveryPayload,
  VariableValue,
} from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { UNFOLLOWED } from '../invitations/answered.ts';
import { readCodeSecret } from '../invitations/codes.ts';
import { findInvitation, linkOf } from '../invitations/invitation-rows.ts';
import { responseOf } from '../responses/response-rows.ts';
import type { ResponseRow } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { DeliveryRow } from './delivery-rows.ts';
import type { DestinationRow } from './destination-rows.ts';
import { Sieve } from './redaction.ts';
import { TEST_DATA } from './test-data.ts';
import { isAboutResponse } from './subjects.ts';
import { factsOf } from './wants.ts';

export interface Content {
  readonly payload: DeliveryPayload;
  /** Of variables, whatever may go: which card a response belongs to is for us to know. */
  readonly variable: (name: string) => VariableValue | null;
  /** For the conditions of a destination. */
  readonly facts: Facts;
}

const NO_FACTS: Facts = { answers: {}, variables: {} };

export interface Library {
  readonly versions: VersionCache;
  /** Under which links lead here; undefined: as whoever invited has reached it. */
  readonly publicUrl: string | undefined;
  readonly db: Kysely<Tables>;
}

/** Null: what it is about is not there any more. */
export async function contentOf(
  delivery: DeliveryRow,
  destination: DestinationRow,
  response: ResponseRow | undefined,
  library: Library,
): Promise<Content | null> {
  const { versions, db } = library;
  const sieve = new Sieve(destination.rule, `${destination.project_id}/${destination.id}`);
  if (delivery.type === 'otklik.test') return bare(delivery, TEST_DATA);
  if (delivery.type.startsWith('invitation.')) {
    return await aboutInvitation(delivery, destination, sieve, library);
  }
  if (!isAboutResponse(delivery)) return bare(delivery, factsData(delivery));
  if (response === undefined) return null;
  const { project_id: project } = destination;
  const survey = await versions.content(project, response.survey_id, response.version, db);
  const facts = factsOf(response);
  const lang = destination.rule.lang ?? responseOf(response).lang;
  const speech = { facts: sieve.facts(facts), content: survey, lang, seed: response.id };
  return {
    payload: payloadOf(delivery, {
      survey: {
        id: response.survey_id,
        version: response.version,
        title: readable(survey.title, speech),
      },
      response: deliveredOf(response, speech, sieve),
    }),
    variable: (name) => facts.variables[name]?.value ?? null,
    facts,
  };
}

/** Without answers. */
export function thin({ type, timestamp, data }: DeliveryPayload): DeliveryPayload {
  const { schemaVersion, sequence, survey, response, ...others } = data;
  return {
    type,
    timestamp,
    data: {
      schemaVersion,
      sequence,
      ...others,
      ...(survey !== undefined && { survey: { id: survey.id, version: survey.version } }),
      ...(response !== undefined && {
        response: { id: response.id, status: response.status, revision: response.revision },
      }),
    },
  };
}

type Data = Omit<DeliveryPayload['data'], 'schemaVersion' | 'sequence'>;

function bare(delivery: DeliveryRow, data: Data): Content {
  const variables = data.response?.variables ?? {};
  return {
    payload: payloadOf(delivery, data),
    variable: (name) => variables[name] ?? null,
    facts: NO_FACTS,
  };
}

function payloadOf(
  { type, sequence, occurred_at: timestamp }: DeliveryRow,
  data: Data,
): DeliveryPayload {
  const schemaVersion = DELIVERY_SCHEMA_VERSION;
  return { type, timestamp, data: { schemaVersion, sequence, ...data } };
}

function factsData({ type, subject: id, survey_id, facts }: DeliveryRow): Data {
  if (type === 'respondent.erased') return { erasure: { id, respondent: facts.erased ?? '' } };
  const { response = '', reason } = facts;
  return {
    ...(survey_id !== null && { survey: { id: survey_id } }),
    quarantine: { id, response, reason: reason ?? '' },
  };
}

/** Null: the person was erased. */
async function aboutInvitation(
  delivery: DeliveryRow,
  { rule }: DestinationRow,
  sieve: Sieve,
  { publicUrl, db }: Library,
): Promise<Content | null> {
  const { project_id: project, subject: id, facts } = delivery;
  const row = await findInvitation({ project, id }, db);
  if (row === undefined) return null;
  const { status = row.status, reason = null } = facts;
  const given = Object.entries(row.variables).filter(([name]) => sieve.lets(`variable.${name}`));
  const codeSecret =
    rule.links === true && UNFOLLOWED.includes(row.status)
      ? await readCodeSecret(project, db)
      : null;
  const invitation = {
    id,
    ...(sieve.lets('respondent') && { respondent: personOf(row.respondent, sieve) }),
    status,
    reason,
    variables: Object.fromEntries(
      given.map(([name, value]) => [name, sieve.value(`variable.${name}`, value)]),
    ),
    ...(codeSecret !== null && { link: linkOf(row, { codeSecret, publicUrl }) }),
  };
  return {
    payload: payloadOf(delivery, { survey: { id: row.survey_id }, invitation }),
    variable: (name) => (Object.hasOwn(row.variables, name) ? (row.variables[name] ?? null) : null),
    facts: NO_FACTS,
  };
}

function deliveredOf(row: ResponseRow, speech: Piping, sieve: Sieve): DeliveredResponse {
  const { facts } = speech;
  const { questions, ...response } = responseOf(row);
  return {
    id: response.id,
    status: response.status,
    revision: response.revision,
    lang: response.lang,
    ...(sieve.lets('respondent') && { respondent: personOf(response.respondent, sieve) }),
    startedAt: response.timings.startedAt,
    updatedAt: response.updatedAt,
    completedAt: response.completedAt,
    answers: answersOf(speech),
    questions: Object.fromEntries(Object.entries(questions).filter(([id]) => sieve.lets(id))),
    variables: Object.fromEntries(
      Object.entries(facts.variables).map(([name, { value }]) => [name, value]),
    ),
  };
}

function personOf(respondent: string | null, sieve: Sieve): string | null {
  return respondent === null ? null : sieve.value('respondent', respondent);
}

/** In the order of the survey. What is calculated is told too; what was not answered is not. */
function answersOf(speech: Piping): Record<string, DeliveredAnswer> {
  const { answers } = speech.facts;
  const told = speech.content.screens
    .flatMap(({ questions }) => questions)
    .flatMap((question): [string, DeliveredAnswer][] => {
      const { id, type } = question;
      const value = Object.hasOwn(answers, id) ? (answers[id]?.value ?? null) : null;
      if (value === null) return [];
      const title = question.title === undefined ? id : readable(question.title, speech);
      return [[id, { title, type, value, text: answerText(id, undefined, '', speech) }]];
    });
  return Object.fromEntries(told);
}
