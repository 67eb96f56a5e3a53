/** Bounds: the lower below the upper, and something to answer between them. */
import type { Question, QuestionOf } from '../../protocol/index.ts';
import { isCalendarDate } from '../calendar.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';

export function checkRanges(question: Question, pointer: string, checking: Checking): void {
  switch (question.type) {
    case 'rating':
      return checkRating(question, pointer, checking);
    case 'slider':
      return checkSlider(question, pointer, checking);
    case 'number':
      return checkNumber(question, pointer, checking);
    case 'text':
      return checkLengths(question, pointer, checking);
    case 'date':
    case 'time':
      return checkMoments(question, pointer, checking);
    default:
      return undefined;
  }
}

function checkRating(
  { shape, scale }: QuestionOf<'rating'>,
  pointer: string,
  checking: Checking,
): void {
  const here = `${pointer}/scale`;
  if (shape === 'smileys' && scale !== 5) {
    fault(checking, here, 'smileys_scale', 'Smileys come in five; set "scale" to 5.');
  } else if (shape === 'thumbs' && scale !== 2) {
    fault(checking, here, 'thumbs_scale', 'Thumbs point down or up; set "scale" to 2.');
  } else if ((shape === 'stars' || shape === 'numbers') && scale < 3) {
    fault(checking, here, 'scale_short', 'Set "scale" to 3 or more; for two there are thumbs.');
  }
}

function checkSlider(
  { min, max, step = 1 }: QuestionOf<'slider'>,
  pointer: string,
  checking: Checking,
): void {
  if (min >= max) {
    fault(checking, `${pointer}/min`, 'min_above_max', `min ${min} is not below max ${max}.`);
  } else if (!isWhole((max - min) / step)) {
    const message = `Steps of ${step} do not lead from ${min} to ${max}; choose others.`;
    fault(checking, `${pointer}/step`, 'step_uneven', message);
  }
}

function checkNumber(
  { min = -Infinity, max = Infinity, step }: QuestionOf<'number'>,
  pointer: string,
  checking: Checking,
): void {
  if (min > max) {
    fault(checking, `${pointer}/min`, 'min_above_max', `min ${min} is above max ${max}.`);
  } else if (step !== undefined && Number.isFinite(min) && Number.isFinite(max)) {
    const [first, last] = [min / step, max / step];
    const isBetween = isWhole(first) || isWhole(last) || Math.floor(last) > Math.floor(first);
    if (isBetween) return;
    const message = `There is no multiple of ${step} from ${min} to ${max}; choose another "step".`;
    fault(checking, `${pointer}/step`, 'step_uneven', message);
  }
}

/** As far as binary fractions can tell: 0.3 / 0.1 is a little less than 3. */
function isWhole(quotient: number): boolean {
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

function checkLengths(
  { minLength = 0, maxLength = Infinity, counter }: QuestionOf<'text'>,
  pointer: string,
  checking: Checking,
): void {
  if (minLength > maxLength) {
    const message = `minLength ${minLength} is above maxLength ${maxLength}.`;
    fault(checking, `${pointer}/minLength`, 'min_above_max', message);
  }
  if (counter === true && maxLength === Infinity) {
    const message = 'A counter says how much is left; set "maxLength".';
    fault(checking, `${pointer}/counter`, 'counter_unbounded', message);
  }
}

function checkMoments(
  question: QuestionOf<'date'> | QuestionOf<'time'>,
  pointer: string,
  checking: Checking,
): void {
  const { min, max } = question;
  for (const name of ['min', 'max'] as const) {
    const limit = question[name];
    if (question.type !== 'date' || limit === undefined || limit === 'today') continue;
    if (isCalendarDate(limit)) continue;
    fault(checking, `${pointer}/${name}`, 'date_unreal', `There is no day ${limit}.`);
  }
  if (min === undefined || max === undefined || min === 'today' || max === 'today') return;
  if (min > max) {
    fault(checking, `${pointer}/min`, 'min_above_max', `min ${min} is after max ${max}.`);
  }
}
