/**
 * A survey that nobody has published, played as the service would let it be played: compiled, in one language, with the
 * page's variables. Nothing is asked for, stored or sent.
 */
import { compileSurvey } from '../engine/compile.ts';
import { collectVariables, firstOutlook } from '../engine/index.ts';
import { chooseLanguage, inLanguage, languagesOf } from '../engine/languages.ts';
import type { Answers } from '../protocol/response.ts';
import type { SurveyContent } from '../protocol/survey.ts';
import type { Asking, Sight, Wanted } from './opening.ts';
import { WidgetError } from './problem.ts';
import type { OutboxRecord } from './record.ts';
import { newResponseId } from './response-id.ts';
import { isObject } from './session-reply.ts';
import { learn } from './speech.ts';
import type { Translation } from './translation.ts';

/** A survey as it is written; other than in a file, its id may lack. */
export type WrittenSurvey = SurveyContent & { readonly id?: string | undefined };

/**
 * @param kept where an earlier draft of the survey stood: whoever writes one wants to stay at the question
 * @throws WidgetError `content_invalid`, `survey_empty`
 */
export async function openPreview(
  written: unknown,
  wanted: Pick<Wanted, 'endpoint' | 'chosen' | 'languages' | 'page'>,
  kept?: Sight,
  now: number = Date.now(),
): Promise<Asking> {
  if (!isWritten(written)) {
    throw new WidgetError('content_invalid', '.content needs a title, screens and thanks.');
  }
  try {
    return await play(written, wanted, kept, now);
  } catch (thrown) {
    if (thrown instanceof WidgetError) throw thrown;
    const hint = '.content is no survey; `otklik surveys check` and the playground say where.';
    throw new WidgetError('content_invalid', hint, { cause: thrown });
  }
}

async function play(
  { id: survey = 'srv_preview', ...written }: WrittenSurvey,
  { endpoint, chosen, languages: wished, page }: Parameters<typeof openPreview>[1],
  kept: Sight | undefined,
  now: number,
): Promise<Asking> {
  const content = compileSurvey(written);
  const translate = async (tag: string | undefined): Promise<Translation> => {
    const lang = chooseLanguage(content, tag === undefined ? wished : [tag, ...wished]);
    const offered = languagesOf(content);
    return {
      survey: { id: survey, version: 0, content: inLanguage(content, lang) },
      lang,
      words: await learn(lang),
      languages: offered.length > 1 ? offered : undefined,
    };
  };
  const translation = await translate(chosen);
  const at = new Date(now).toISOString();
  const auto = { today: at.slice(0, 10) };
  const { variables } = collectVariables(content, { page, auto });
  const id = kept?.id ?? newResponseId(now);
  const answers = kept ? stillFitting(kept, content) : {};
  const facts = { answers, variables };
  const piping = { content: translation.survey.content, facts, lang: translation.lang, seed: id };
  const place = content.screens.some((screen) => screen.id === kept?.screen) && kept?.screen;
  const first = firstOutlook(piping, place || undefined);
  if (first === null) throw new WidgetError('survey_empty');
  const sight: OutboxRecord = {
    v: 1,
    id,
    respondent: '',
    occasion: '',
    endpoint,
    ...translation,
    variables,
    grant: '',
    deadline: at,
    answers,
    screen: first.screen,
    revision: 0,
    base: 0,
    status: 'partial',
    timings: { startedAt: at, updatedAt: at },
    ...(page && { page }),
  };
  return { kind: 'ask', project: 'preview', sight, first, translate };
}

/** As far as it tells a survey from anything else; what is between its parts, playing will tell. */
function isWritten(value: unknown): value is WrittenSurvey {
  return (
    isObject(value) &&
    isObject(value['title']) &&
    isObject(value['thanks']) &&
    Array.isArray(value['screens']) &&
    value['screens'].every((screen) => isObject(screen) && Array.isArray(screen['questions']))
  );
}

/** Answers to questions that are still there, and still of the same type. */
function stillFitting({ survey, answers }: Sight, content: SurveyContent): Answers {
  const types = typesIn(survey.content);
  const now = typesIn(content);
  return Object.fromEntries(
    Object.entries(answers).filter(([id]) => now.has(id) && now.get(id) === types.get(id)),
  );
}

function typesIn({ screens }: SurveyContent): ReadonlyMap<string, string> {
  return new Map(
    screens.flatMap(({ questions }) => questions.map(({ id, type }) => [id, type] as const)),
  );
}
