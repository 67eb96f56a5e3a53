/** What the schema cannot see: whether the parts of a survey fit together. Run before publishing. */
import { LIMITS } from '../protocol/limits.ts';
import type {
  Condition,
  Localised,
  PointedError,
  Question,
  Screen,
  SimpleCondition,
  SurveyContent,
  VariableType,
  VariableValue,
} from '../protocol/index.ts';
import { own } from './own.ts';
import { firstScreens, unreachableScreens } from './reachability.ts';
import { PIPE } from './text.ts';
import { AUTO_VARIABLES } from './variables.ts';

/** All faults at once, with JSON Pointers into the content; empty when it may be published. */
export function checkSurvey(content: SurveyContent): PointedError[] {
  return new SurveyCheck(content).run();
}

type AnswerCondition = Extract<SimpleCondition, { answer: string }>;

function valueOf(condition: SimpleCondition): VariableValue | VariableValue[] | undefined {
  return 'value' in condition ? condition.value : undefined;
}

/** Where a question stands: conditions and pipes may only look back. */
interface Place {
  readonly screen: number;
  readonly index: number;
  readonly question: Question;
}

class SurveyCheck {
  readonly #errors: PointedError[] = [];
  readonly #content: SurveyContent;
  readonly #places = new Map<string, Place>();
  readonly #first: ReadonlySet<number>;

  constructor(content: SurveyContent) {
    this.#content = content;
    this.#first = firstScreens(content);
  }

  run(): PointedError[] {
    this.#indexQuestions();
    this.#text(this.#content.title, '/title', 0, 0);
    this.#content.screens.forEach((screen, index) => this.#screen(screen, index));
    for (const index of unreachableScreens(this.#content)) {
      const id = this.#content.screens[index]?.id ?? '';
      this.#add(`/screens/${index}`, 'unreachable', `No way leads to the screen "${id}".`);
    }
    const end = this.#content.screens.length;
    this.#text(this.#content.thanks.title, '/thanks/title', end, 0);
    if (this.#content.thanks.text !== undefined) {
      this.#text(this.#content.thanks.text, '/thanks/text', end, 0);
    }
    return this.#errors;
  }

  #add(pointer: string, code: string, message: string): void {
    this.#errors.push({ pointer, code, message });
  }

  #indexQuestions(): void {
    const screens = new Set<string>();
    this.#content.screens.forEach((screen, screenIndex) => {
      const pointer = `/screens/${screenIndex}`;
      if (screens.has(screen.id)) {
        this.#add(`${pointer}/id`, 'id_repeated', `Two screens are called "${screen.id}".`);
      }
      screens.add(screen.id);
      screen.questions.forEach((question, index) => {
        if (this.#places.has(question.id)) {
          this.#add(
            `${pointer}/questions/${index}/id`,
            'id_repeated',
            `Two questions are called "${question.id}".`,
          );
        }
        this.#places.set(question.id, { screen: screenIndex, index, question });
      });
    });
    if (this.#places.size > LIMITS.questionsPerSurvey) {
      this.#add('/screens', 'too_many', `More than ${LIMITS.questionsPerSurvey} questions.`);
    }
  }

  #screen(screen: Screen, index: number): void {
    const pointer = `/screens/${index}`;
    this.#condition(screen.showIf, `${pointer}/showIf`, index, 0);
    screen.questions.forEach((question, at) => {
      this.#question(question, `${pointer}/questions/${at}`, index, at);
    });
    (screen.goTo ?? []).forEach((goTo, at) => {
      const here = `${pointer}/goTo/${at}`;
      // After the screen, its own answers are known.
      this.#condition(goTo.if, `${here}/if`, index + 1, 0);
      this.#target(goTo.to, `${here}/to`, index);
      if (goTo.if === undefined && at < (screen.goTo?.length ?? 0) - 1) {
        this.#add(
          here,
          'goto_shadowed',
          'It has no condition, so the entries after it never apply.',
        );
      }
    });
  }

  #target(to: string, pointer: string, from: number): void {
    if (to === 'end') return;
    const target = this.#content.screens.findIndex(({ id }) => id === to);
    if (target === -1) {
      this.#add(pointer, 'screen_unknown', `There is no screen "${to}".`);
    } else if (target <= from) {
      this.#add(pointer, 'goto_backwards', `"${to}" is not a later screen; a survey only goes on.`);
    }
  }

  #question(question: Question, pointer: string, screen: number, index: number): void {
    // Questions of one screen are seen together: conditions may look at those before, texts as well.
    this.#condition(question.showIf, `${pointer}/showIf`, screen, index);
    const text = (value: Localised | undefined, name: string): void => {
      if (value !== undefined) this.#text(value, `${pointer}/${name}`, screen, index);
    };
    text(question.title, 'title');
    text(question.description, 'description');
    if ('placeholder' in question) text(question.placeholder, 'placeholder');
    if ('labels' in question) {
      text(question.labels?.low, 'labels/low');
      text(question.labels?.high, 'labels/high');
    }
    if ('choices' in question) this.#choices(question, pointer, text);
    if (question.type === 'rating' && question.shape === 'smileys' && question.scale !== 5) {
      this.#add(`${pointer}/scale`, 'smileys_scale', 'Smileys come in five; set "scale" to 5.');
    }
  }

  #choices(
    question: Extract<Question, { choices: unknown }>,
    pointer: string,
    text: (value: Localised, name: string) => void,
  ): void {
    const ids = new Set<string>();
    question.choices.forEach(({ id, label }, at) => {
      if (ids.has(id)) {
        this.#add(`${pointer}/choices/${at}/id`, 'id_repeated', `Two choices are called "${id}".`);
      }
      ids.add(id);
      text(label, `choices/${at}/label`);
    });
    if (question.type !== 'multiple') return;
    const { min = 1, max = ids.size } = question;
    if (min > max) this.#add(`${pointer}/min`, 'min_above_max', `min ${min} is above max ${max}.`);
    if (min > ids.size) {
      this.#add(`${pointer}/min`, 'min_above_choices', `There are only ${ids.size} choices.`);
    }
  }

  #text(text: Localised, pointer: string, screen: number, index: number): void {
    if (own(text, this.#content.defaultLanguage) === undefined) {
      const lang = this.#content.defaultLanguage;
      this.#add(
        pointer,
        'translation_missing',
        `The text in the default language "${lang}" is missing.`,
      );
    }
    for (const [lang, words] of Object.entries(text)) {
      if (own(this.#content.title, lang) === undefined) {
        this.#add(
          `${pointer}/${lang}`,
          'language_unknown',
          `The survey does not speak "${lang}": its title has no text in it.`,
        );
      }
      for (const [, kind, name] of words.matchAll(PIPE)) {
        if (name === undefined) continue;
        if (kind === 'variable') this.#variable(name, `${pointer}/${lang}`, screen);
        else this.#earlier(name, `${pointer}/${lang}`, screen, index);
      }
    }
  }

  #condition(
    condition: Condition | undefined,
    pointer: string,
    screen: number,
    index: number,
    depth = 1,
  ): void {
    if (condition === undefined) return;
    if (depth > LIMITS.conditionDepth) {
      this.#add(pointer, 'too_deep', `Nested deeper than ${LIMITS.conditionDepth}.`);
      return;
    }
    const inner = (nested: Condition, below: string): void => {
      this.#condition(nested, `${pointer}/${below}`, screen, index, depth + 1);
    };
    if ('all' in condition) condition.all.forEach((one, at) => inner(one, `all/${at}`));
    else if ('any' in condition) condition.any.forEach((one, at) => inner(one, `any/${at}`));
    else if ('not' in condition) inner(condition.not, 'not');
    else if ('variable' in condition) {
      this.#comparedVariable(condition.variable, condition, pointer, screen);
    } else if (this.#earlier(condition.answer, `${pointer}/answer`, screen, index)) {
      this.#comparedAnswer(condition, pointer);
    }
  }

  #comparedVariable(
    name: string,
    condition: SimpleCondition,
    pointer: string,
    screen: number,
  ): void {
    const type = this.#variable(name, `${pointer}/variable`, screen);
    if (type === null) return;
    const expected = type === 'date' ? 'string' : type;
    this.#kind(valueOf(condition), expected, `${pointer}/value`, `"${name}" is a ${type}`);
  }

  #comparedAnswer(condition: AnswerCondition, pointer: string): void {
    const question = this.#places.get(condition.answer)?.question;
    const value = valueOf(condition);
    if (question === undefined) return;
    const isScale = question.type === 'nps' || question.type === 'rating';
    const type = isScale ? 'number' : 'string';
    this.#kind(value, type, `${pointer}/value`, `"${question.id}" is answered by a ${type}`);
    if (!('choices' in question) || value === undefined) return;
    for (const id of [value].flat()) {
      if (!question.choices.some((choice) => choice.id === id)) {
        this.#add(
          `${pointer}/value`,
          'choice_unknown',
          `"${question.id}" has no choice "${String(id)}".`,
        );
      }
    }
  }

  #kind(value: unknown, expected: string, pointer: string, reason: string): void {
    if (value === undefined || [value].flat().every((one) => typeof one === expected)) return;
    this.#add(pointer, 'value_type', `It can never hold: ${reason}.`);
  }

  /** What the widget sees by itself is known from the second screen on: the service draws the first. */
  #variable(name: string, pointer: string, screen: number): VariableType | null {
    const declared = own(this.#content.variables ?? {}, name);
    if (declared !== undefined) return declared.type;
    if (AUTO_VARIABLES.has(name)) {
      if (this.#first.has(screen)) {
        this.#add(
          pointer,
          'variable_later',
          `"${name}" is seen by the widget itself, and known after the first screen only.`,
        );
      }
      return 'string';
    }
    this.#add(pointer, 'variable_undeclared', `The survey declares no variable "${name}".`);
    return null;
  }

  /** Whether the question exists and stands before this place. */
  #earlier(id: string, pointer: string, screen: number, index: number): boolean {
    const place = this.#places.get(id);
    if (place === undefined) {
      this.#add(pointer, 'question_unknown', `There is no question "${id}".`);
      return false;
    }
    if (place.question.type === 'statement') {
      this.#add(pointer, 'not_a_question', `"${id}" is a statement; it has no answer.`);
      return false;
    }
    const isEarlier = place.screen < screen || (place.screen === screen && place.index < index);
    if (!isEarlier) {
      this.#add(pointer, 'question_later', `"${id}" comes later; only earlier answers are known.`);
    }
    return isEarlier;
  }
}
