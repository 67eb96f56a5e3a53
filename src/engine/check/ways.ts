/** Ways: that each leads on, that a loop can be walked, and that every screen and ending can be reached. */
import type { GoTo, Screen } from '../../protocol/index.ts';
import { loopedChoices } from '../compile/loops.ts';
import type { Block } from '../compile/loops.ts';
import { unreachableEndings, unreachableScreens } from '../reachability.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import { checkCondition } from './conditions.ts';
import { blockAt } from './outline.ts';

export function checkGoTos({ goTo = [] }: Screen, at: number, checking: Checking): void {
  const { content, blocks } = checking.outline;
  const pointer = `/screens/${at}/goTo`;
  if (content.layout === 'scroll' && goTo.length > 0) {
    const message = 'On one page to scroll nobody goes anywhere; use "showIf" on the questions.';
    fault(checking, pointer, 'goto_scroll', message);
    return;
  }
  // After the screen, its own answers are known.
  const after = { screen: at + 1, index: 0, block: blockAt(at, blocks) };
  goTo.forEach((entry, index) => {
    const here = `${pointer}/${index}`;
    const inside = { ...after, screen: at, index: Infinity };
    checkCondition(entry.if, `${here}/if`, after.block === undefined ? after : inside, checking);
    checkTarget(entry, `${here}/to`, at, checking);
    if (entry.if === undefined && index < goTo.length - 1) {
      const message = 'It has no condition, so the entries after it never apply.';
      fault(checking, here, 'goto_shadowed', message);
    }
  });
}

function checkTarget({ to }: GoTo, pointer: string, from: number, checking: Checking): void {
  const { content, blocks } = checking.outline;
  if (to === 'end' || (content.endings ?? []).some(({ id }) => id === to)) return;
  const target = content.screens.findIndex(({ id }) => id === to);
  if (target === -1) {
    fault(checking, pointer, 'screen_unknown', `There is no screen and no ending "${to}".`);
    return;
  }
  if (target <= from) {
    const message = `"${to}" is not a later screen; a survey only goes on.`;
    fault(checking, pointer, 'goto_backwards', message);
    return;
  }
  const block = blockAt(target, blocks);
  if (block === undefined || block === blockAt(from, blocks) || block.from === target) return;
  const first = block.screens[0]?.id ?? '';
  const message = `"${to}" is inside of a loop; go to its first screen, "${first}".`;
  fault(checking, pointer, 'goto_into_loop', message);
}

export function checkLoops(checking: Checking): void {
  checking.outline.blocks.forEach((block, index) => checkLoop(block, index, checking));
}

function checkLoop({ loop, from }: Block, index: number, checking: Checking): void {
  const { places, blocks } = checking.outline;
  const pointer = `/screens/${from}/loop`;
  const place = places.get(loop);
  if (place === undefined) {
    fault(checking, pointer, 'question_unknown', `There is no question "${loop}".`);
  } else if (place.question.type !== 'multiple') {
    const message = `"${loop}" is not a question with several choices; a loop asks about each choice made.`;
    fault(checking, pointer, 'loop_type', message);
  } else if (place.screen >= from) {
    const message = `"${loop}" comes later; a loop asks about choices that were made before.`;
    fault(checking, pointer, 'question_later', message);
  } else if (place.block !== undefined) {
    const message = `"${loop}" is itself asked in a loop; loops cannot be nested.`;
    fault(checking, pointer, 'loop_nested', message);
  } else if (loopedChoices(place.question).length === 0) {
    const message = `"${loop}" has no choice to ask about: "other" and exclusive ones are left out.`;
    fault(checking, pointer, 'loop_empty', message);
  }
  if (blocks.findIndex((one) => one.loop === loop) < index) {
    const message = `There is another loop over "${loop}"; put its screens beside one another.`;
    fault(checking, pointer, 'loop_repeated', message);
  }
}

export function checkReach(checking: Checking): void {
  const { content } = checking.outline;
  const questions = content.screens.flatMap((screen) => screen.questions);
  if (questions.every(({ type }) => type === 'hidden')) {
    fault(checking, '/screens', 'nothing_asked', 'All questions are hidden; ask at least one.');
  }
  for (const index of unreachableScreens(content)) {
    const id = content.screens[index]?.id ?? '';
    const message = `No way leads to the screen "${id}"; send somebody there, or remove it.`;
    fault(checking, `/screens/${index}`, 'unreachable', message);
  }
  for (const index of unreachableEndings(content)) {
    const id = content.endings?.[index]?.id ?? '';
    const message = `No way leads to the ending "${id}"; give it an "if", send somebody there, or remove it.`;
    fault(checking, `/endings/${index}`, 'unreachable', message);
  }
}
