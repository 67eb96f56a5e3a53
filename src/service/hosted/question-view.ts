/** One question of any kind, with its title, its hint and what is wrong with its answer, as the widget draws it. */
import type { Question } from '../../protocol/index.ts';
import { filled } from '../../protocol/words/counted.ts';
import { choiceControls, isList } from './controls/choices.ts';
import type { ControlState } from './controls/control.ts';
import { consentControls, fileControls, linkControls } from './controls/deeds.ts';
import { fieldControls, signatureControls } from './controls/fields.ts';
import { matrixControls } from './controls/matrix.ts';
import { partsControls } from './controls/parts.ts';
import { rankingControls } from './controls/ranking.ts';
import { scaleControls } from './controls/scale.ts';
import { sliderControls } from './controls/slider.ts';
import { attributes, markup } from './html.ts';
import type { Html } from './html.ts';
import type { Speech } from './speech.ts';

/** What can be seen. */
export type Shown = Exclude<Question, { type: 'hidden' }>;

export interface QuestionState extends ControlState {
  /** Beside others it says when it may be left out; alone it has a button for that. */
  readonly isAlone: boolean;
}

type Frame = 'radiogroup' | 'group' | 'field' | 'plain';

export function questionView(question: Shown, state: QuestionState, speech: Speech): Html {
  const { id, type } = question;
  const { fault } = state;
  const heading = headingOf(question, state, speech);
  const said = hintOf(question, speech);
  // No paragraph: a parser would end it where a list begins.
  const hint = markup`<div part="description" class="hint" id="${id}-hint"${attributes({ hidden: said === undefined })}>${said}</div>`;
  const under = markup`<p part="error" class="fault" id="${id}-fault">${fault}</p>`;
  const classes = `question ${type} ${fault === undefined ? '' : 'faulty'}`;
  const controls = controlsOf(question, state, speech);
  const frame = frameOf(question);
  if (frame === 'plain') {
    return markup`<div part="question" class="${classes}">${heading}${hint}${controls}</div>`;
  }
  if (frame === 'field') {
    return markup`<div part="question" class="${classes}"><label for="${id}">${heading}</label>${hint}${controls}${under}</div>`;
  }
  const isRadio = frame === 'radiogroup';
  const group = attributes({
    class: classes,
    role: isRadio && frame,
    'aria-required': isRadio ? String(isRequired(question)) : undefined,
    'aria-invalid': isRadio ? String(fault !== undefined) : undefined,
    'aria-describedby': `${id}-hint ${id}-fault`,
  });
  return markup`<fieldset part="question"${group}><legend>${heading}</legend>${hint}${controls}${under}</fieldset>`;
}

export function isRequired(question: Question): boolean {
  return 'required' in question && question.required === true;
}

function frameOf(question: Shown): Frame {
  switch (question.type) {
    case 'statement':
    case 'link':
      return 'plain';
    case 'nps':
    case 'csat':
    case 'ces':
    case 'rating':
      return 'radiogroup';
    case 'single':
      return isList(question) ? 'field' : 'radiogroup';
    case 'text':
    case 'email':
    case 'phone':
    case 'url':
    case 'number':
    case 'date':
    case 'time':
      return 'field';
    default:
      return 'group';
  }
}

function headingOf(question: Shown, { isAlone }: QuestionState, { rich, words }: Speech): Html {
  const isOptional = !isAlone && !/statement|link/.test(question.type) && !isRequired(question);
  const optional = isOptional ? markup` <small>${words.optional}</small>` : '';
  return markup`<h2 part="title">${rich(question.title)}${optional}</h2>`;
}

function hintOf(question: Shown, { rich, words, lang }: Speech): unknown {
  if (question.description !== undefined) return rich(question.description);
  if (question.type !== 'multiple') return undefined;
  const { max } = question;
  return max === undefined ? words.several : filled(words.severalMax, { n: max }, lang);
}

function controlsOf(question: Shown, state: ControlState, speech: Speech): Html | '' {
  switch (question.type) {
    case 'nps':
    case 'csat':
    case 'ces':
    case 'rating':
      return scaleControls(question, state, speech);
    case 'single':
    case 'multiple':
      return choiceControls(question, state, speech);
    case 'matrix':
      return matrixControls(question, state, speech);
    case 'ranking':
      return rankingControls(question, state, speech);
    case 'slider':
      return sliderControls(question, state, speech);
    case 'text':
    case 'email':
    case 'phone':
    case 'url':
    case 'number':
    case 'date':
    case 'time':
      return fieldControls(question, state, speech);
    case 'address':
    case 'contact':
      return partsControls(question, state, speech);
    case 'consent':
      return consentControls(question, state, speech);
    case 'link':
      return linkControls(question, state, speech);
    case 'file':
      return fileControls(question, state, speech);
    case 'signature':
      return signatureControls(question, state, speech);
    case 'statement':
      return '';
  }
}
