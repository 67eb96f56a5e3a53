/** What happens to a journey that is under way. Whatever happens a second time changes nothing. */
import type { ScenarioCancel } from '../../../protocol/index.ts';
import { FOLLOWING } from '../../invitations/statuses.ts';

import type { Circumstances, EventFacts, Happening, Journey, Turn } from '../journey.ts';
import { isFinal } from './invite.ts';
import { isSo } from './surroundings.ts';
import { asked, effected, over, remarked, unturned } from './turns.ts';
import { walk } from './walk.ts';

export function advance(
  journey: Journey,
  happening: Happening,
  circumstances: Circumstances,
): Turn {
  switch (happening.type) {
    case 'due': {
      const isDue = journey.dueAt !== null && journey.dueAt <= circumstances.now.toISOString();
      const turn = unturned(journey);
      return journey.status === 'active' && isDue ? walk(turn, circumstances) : turn;
    }
    case 'event':
      return told(journey, happening.event, circumstances);
    case 'invitation':
      return heard(journey, happening, circumstances);
  }
}

/** Ends a journey, and asks no more for what it has asked for. Who has begun to answer may finish. */
export function leave(journey: Journey, circumstances: Circumstances, why: string): Turn {
  if (journey.status !== 'active') return unturned(journey);
  const open = Object.entries(journey.asked).filter(
    ([, { status }]) => !isFinal(status) && status !== 'started',
  );
  const cancelled = open.reduce((turn, [step, entry]) => {
    if (entry.invitation === null) return turn;
    const next = asked(turn, step, { ...entry, status: 'cancelled' });
    return effected(next, { type: 'cancel', invitation: entry.invitation });
  }, unturned(journey));
  return over(cancelled, circumstances, 'left', why);
}

function told(journey: Journey, event: EventFacts, circumstances: Circumstances): Turn {
  const { cancelOn = [] } = circumstances.scenario;
  const isMeant = cancelOn.some((cancel) => cancels(cancel, event, journey, circumstances));
  return isMeant
    ? leave(journey, circumstances, `Left because of ${event.name}.`)
    : unturned(journey);
}

/** What happened before the journey's own event and arrives late does not end it. */
function cancels(
  cancel: ScenarioCancel,
  event: EventFacts,
  journey: Journey,
  circumstances: Circumstances,
): boolean {
  if (event.name !== cancel.event || event.at < journey.event.at) return false;
  if (event.id === journey.event.id) return false;
  const { same } = cancel;
  if (same !== undefined) {
    const value = event.properties[same];
    if (value === undefined || value !== journey.event.properties[same]) return false;
  }
  return isSo(cancel, event, circumstances);
}

type InvitationHappening = Extract<Happening, { type: 'invitation' }>;

/** Of a step that is behind as well: a later branch may ask for it. */
function heard(
  journey: Journey,
  { invitation, status, reason }: InvitationHappening,
  circumstances: Circumstances,
): Turn {
  const found = Object.entries(journey.asked).find(([, entry]) => entry.invitation === invitation);
  if (found === undefined) return unturned(journey);
  const [step, entry] = found;
  if (!FOLLOWING[entry.status].includes(status)) return unturned(journey);
  const { reason: _, ...rest } = entry;
  const next = { ...rest, status, ...(reason === undefined ? {} : { reason }) };
  const why = `The invitation to ${entry.survey} is ${status}${reason === undefined ? '' : ` (${reason})`}.`;
  const turn = remarked(asked(unturned(journey), step, next), circumstances, status, why, step);
  const isHere = journey.status === 'active' && journey.step === step;
  return isHere ? walk(turn, circumstances) : turn;
}
