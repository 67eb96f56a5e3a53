/** What a page of the service says about the survey in it, as far as it decides which files it takes. */
export interface KeptSurvey {
  readonly lang: string;
  /** Of its questions, by the names of the widget's chunks and looks. */
  readonly kinds: readonly string[];
}

const PREFACE = /<script type="application\/json" id="otklik-preface">(.*?)<\/script>/s;

/** Undefined for a page that asks nothing, or nothing before its session. */
export function surveyIn(html: string): KeptSurvey | undefined {
  const json = PREFACE.exec(html)?.[1];
  if (json === undefined) return undefined;
  const { lang, survey } = JSON.parse(json) as Preface;
  const questions = survey.content.screens.flatMap((screen) => screen.questions);
  const kinds = questions.flatMap((question) => [
    question.type,
    ...(question.display === undefined ? [] : [question.display]),
    ...(question.counter ? ['counter'] : []),
  ]);
  return { lang, kinds: [...new Set(kinds)] };
}

/** The part of protocol/session.ts that is read here. */
interface Preface {
  readonly lang: string;
  readonly survey: {
    readonly content: {
      readonly screens: readonly {
        readonly questions: readonly {
          readonly type: string;
          readonly display?: string;
          readonly counter?: boolean;
        }[];
      }[];
    };
  };
}
