/**
 * What a researcher writes, with everything that is short for something else written out. The service
 * compiles a version once; sessions, widget, review and exports know nothing but the result. Compiling
 * twice changes nothing.
 */
import type { Choice, Question, Screen, SurveyContent } from '../protocol/index.ts';
import { joined } from './compile/joined.ts';
import { otherId, withoutLoops } from './compile/loops.ts';

/** Lists with more choices than these are searched. */
const CHOICES_TO_READ = 12;

export function compileSurvey(content: SurveyContent): SurveyContent {
  const { screens, ...rest } = withoutLoops(content);
  const complete = screens.map((screen) => ({
    ...screen,
    questions: screen.questions.flatMap((question, at) =>
      withOther(searchable(question), screen.questions[at + 1]),
    ),
  }));
  return { ...rest, screens: content.layout === 'scroll' ? onOnePage(complete) : complete };
}

/** All questions on one screen, each with the condition of the screen on which it was written. */
function onOnePage(screens: readonly Screen[]): Screen[] {
  const [first] = screens;
  if (first === undefined) return [];
  const questions = screens.flatMap((screen) =>
    screen.questions.map((question): Question => {
      const showIf = joined(screen.showIf, question.showIf);
      return showIf === undefined ? question : { ...question, showIf };
    }),
  );
  return [{ id: first.id, questions }];
}

function searchable(question: Question): Question {
  const isLong =
    (question.type === 'single' || question.type === 'multiple') &&
    question.display === undefined &&
    question.choices.length > CHOICES_TO_READ;
  return isLong ? { ...question, display: 'search' } : question;
}

/** The question for the text of "other", right after the question with that choice. */
function withOther(question: Question, next: Question | undefined): Question[] {
  if (question.type !== 'single' && question.type !== 'multiple') return [question];
  const other = question.choices.find((choice) => choice.other === true);
  const isThere = next?.type === 'text' && next.of === question.id;
  return other === undefined || isThere ? [question] : [question, otherText(question, other)];
}

function otherText({ id, type }: Question, { id: choice, label }: Choice): Question {
  return {
    id: otherId(id),
    type: 'text',
    size: 'short',
    of: id,
    title: label,
    required: true,
    showIf: { answer: id, op: type === 'single' ? 'eq' : 'includes', value: choice },
  };
}
