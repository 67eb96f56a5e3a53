/** A company's other systems, as stand-ins on this machine, and how the survey service is connected to them. */
import type { OtklikClient } from 'otklik/backend';
import type { DestinationRequest, HookRequest, Scenario, SurveyContent } from 'otklik/protocol';

import { startAmoCrm } from './doubles/amocrm.ts';
import type { AmoCrm } from './doubles/amocrm.ts';
import { startBitrix24 } from './doubles/bitrix24.ts';
import type { Bitrix24 } from './doubles/bitrix24.ts';
import { startPowerBi } from './doubles/power-bi.ts';
import type { PowerBi } from './doubles/power-bi.ts';
import { startSlack } from './doubles/slack.ts';
import type { Slack } from './doubles/slack.ts';

export interface Workplace {
  readonly amoCrm: AmoCrm;
  readonly bitrix24: Bitrix24;
  readonly slack: Slack;
  readonly powerBi: PowerBi;
  /** For `OTKLIK_OWN_HOSTS`: the service calls nobody on this machine unless it is told to. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

/** @param port of the first; 0: any */
export async function openWorkplace(port = 0): Promise<Workplace> {
  const at = (place: number): { readonly port: number } => ({ port: port && port + place });
  const [amoCrm, bitrix24, slack, powerBi] = await Promise.all([
    startAmoCrm(at(0)),
    startBitrix24(at(1)),
    startSlack(at(2)),
    startPowerBi(at(3)),
  ]);
  // Another deal at every start: about the one of before somebody may have answered.
  const deal = Math.floor(Date.now() / 1000) % 1_000_000;
  amoCrm.addLead(deal, 'Sencha, 2 kg', 'Анна Смирнова', 'anna@home.example');
  bitrix24.addDeal(deal, 'Da Hong Pao, 500 g', 'Борис Орлов', 'boris@home.example');
  const all = [amoCrm, bitrix24, slack, powerBi];
  return {
    amoCrm,
    bitrix24,
    slack,
    powerBi,
    hosts: all.map(({ url }) => new URL(url).host),
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}

const SURVEY_ID = 'srv_deal';

const SURVEY: SurveyContent = {
  title: { en: 'How we worked together', ru: 'Как мы поработали' },
  defaultLanguage: 'en',
  variables: { amoDeal: { type: 'number' }, bitrixDeal: { type: 'number' } },
  screens: [
    {
      id: 'score',
      questions: [
        {
          id: 'score',
          type: 'nps',
          required: true,
          title: { en: 'Would you recommend us?', ru: 'Порекомендуете нас?' },
        },
      ],
    },
    {
      id: 'why',
      questions: [
        {
          id: 'comment',
          type: 'text',
          size: 'long',
          title: { en: 'What should we do better?', ru: 'Что нам делать лучше?' },
        },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you', ru: 'Спасибо' } },
};

/** Said anew at every start: each of them has another address then. */
export async function connectWorkplace(root: OtklikClient, workplace: Workplace): Promise<void> {
  const { amoCrm, bitrix24 } = workplace;
  await root.putSurvey({ id: SURVEY_ID, draft: SURVEY });
  await root.publishSurvey({ id: SURVEY_ID });
  const { amo, bitrix, slack, powerBi } = destinationsOf(workplace);
  const amoId = await putDestination(root, amo);
  const bitrixId = await putDestination(root, bitrix);
  await putDestination(root, slack);
  await putDestination(root, powerBi);
  const mapping = { respondent: 'contact.field:EMAIL' };
  const amoHook = {
    source: 'amocrm',
    name: 'Demo amoCRM',
    destination: amoId,
    ...mapping,
  } as const;
  const { applicationToken } = bitrix24;
  const bitrixHook = {
    source: 'bitrix24',
    name: 'Demo Bitrix24',
    destination: bitrixId,
    entity: 'deal',
    applicationToken,
    ...mapping,
  } as const;
  const amoEvent = { event: 'amocrm.deal-closed', properties: { amoDeal: 'id' } };
  const bitrixEvent = { event: 'bitrix24.deal-closed', properties: { bitrixDeal: 'id' } };
  amoCrm.webhooks.splice(0, Infinity, await putHook(root, { ...amoHook, ...amoEvent }));
  bitrix24.handler = await putHook(root, { ...bitrixHook, ...bitrixEvent });
  await publishScenario(root, 'scn_amocrm_deal', amoEvent.event, 'amoDeal');
  await publishScenario(root, 'scn_bitrix24_deal', bitrixEvent.event, 'bitrixDeal');
}

/** The link goes to the card, and so do the answers; a low score makes a task. The channel and the report hear of every answer. */
function destinationsOf({ amoCrm, bitrix24, slack, powerBi }: Workplace) {
  const rule = {
    surveys: [SURVEY_ID],
    events: ['invitation.sent', 'response.completed'],
    links: true,
  } satisfies DestinationRequest['rule'];
  const task = {
    when: { answer: 'score', op: 'lte', value: 6 },
    text: 'Call the customer: they are not content',
    withinHours: 24,
  } as const;
  const amoTarget = { kind: 'amocrm', url: amoCrm.url, auth: { token: amoCrm.token } } as const;
  const bitrixTarget = { kind: 'bitrix24', url: bitrix24.webhookUrl } as const;
  return {
    amo: {
      name: 'Demo amoCRM',
      target: {
        ...amoTarget,
        entity: 'leads',
        idFrom: 'amoDeal',
        fields: { score: 101, comment: 102 },
        task,
      },
      rule,
    },
    bitrix: {
      name: 'Demo Bitrix24',
      target: {
        ...bitrixTarget,
        entity: 'deal',
        idFrom: 'bitrixDeal',
        fields: { score: 'ufCrm_nps', comment: 'ufCrm_comment' },
        task,
      },
      rule,
    },
    slack: {
      name: 'Demo Slack',
      target: { kind: 'slack', url: slack.webhookUrl },
      crossBorder: true,
      rule: {
        fields: ['score', 'recommend', 'comment', 'wrong', 'variable.customerSegment'],
        redact: { comment: 'mask' },
      },
    },
    powerBi: {
      name: 'Demo Power BI',
      target: {
        kind: 'power-bi',
        tenant: 'demo',
        clientId: powerBi.clientId,
        clientSecret: powerBi.clientSecret,
        group: 'demo',
        dataset: 'answers',
        table: 'Responses',
        api: powerBi.url,
        login: powerBi.url,
      },
      crossBorder: true,
      rule: { surveys: [SURVEY_ID], fields: ['score', 'comment'], redact: { comment: 'mask' } },
    },
  } as const satisfies Record<string, DestinationRequest>;
}

async function putDestination(root: OtklikClient, request: DestinationRequest): Promise<string> {
  for await (const { id, name } of root.listDestinations.all({})) {
    if (name !== request.name) continue;
    await root.putDestination({ id, ...request });
    return id;
  }
  return (await root.createDestination(request)).id;
}

/** An address is shown once: rather than keep it, each start makes its own. */
async function putHook(root: OtklikClient, request: HookRequest): Promise<string> {
  for await (const { id, name } of root.listHooks.all({})) {
    if (name === request.name) await root.deleteHook({ id });
  }
  return (await root.createHook(request)).url;
}

async function publishScenario(
  root: OtklikClient,
  id: string,
  event: string,
  deal: string,
): Promise<void> {
  const draft: Scenario = {
    title: `After ${event}`,
    on: { event },
    per: deal,
    timezone: 'Europe/Moscow',
    steps: [
      {
        id: 'ask',
        type: 'invite',
        survey: SURVEY_ID,
        channels: ['link'],
        variables: { [deal]: { property: deal } },
      },
    ],
  };
  await root.putScenario({ id, draft });
  await root.publishScenario({ id });
}
