/**
 * What the doubles rest on. `documented`: read in the vendor's documentation or code. `seen`: in public code of third parties.
 * `known`: general knowledge, to be checked before anybody relies on it.
 */
interface Fact<Value> {
  readonly value: Value;
  readonly from: string;
  readonly mark: 'documented' | 'seen' | 'known';
}

const fact = <const Value>(mark: Fact<Value>['mark'], from: string, value: Value): Fact<Value> => ({
  value,
  from,
  mark,
});

export const AMOCRM = {
  requestsPerSecond: fact('documented', 'developers.kommo.com/docs/limitations', 7),
  success: fact('documented', 'amocrm-api-php', 'application/hal+json'),
  problem: fact('documented', 'amocrm-api-php', 'application/problem+json'),
  batchMax: fact('documented', 'developers.kommo.com/docs/limitations', 250),
  accessTokenSeconds: fact('documented', 'amocrm-api-php', 86_400),
  won: fact('known', 'public tests', 142),
  lost: fact('known', 'public tests', 143),
  answerWithinMs: fact('known', 'amocrm.ru/developers webhooks', 2000),
  /** Refusals within a minute after which an address is blocked. */
  blockedAfter: fact('known', 'developers.kommo.com/docs/limitations', 50),
} as const;

export const BITRIX24 = {
  leakPerSecond: fact('documented', 'b24-rest-docs limits', 2),
  bucket: fact('documented', 'b24-rest-docs limits', 50),
  pageSize: fact('documented', 'b24-rest-docs crm.item.list', 50),
  operatingSeconds: fact('documented', 'b24-rest-docs limits', 480),
  redeliveries: fact('documented', 'b24-rest-docs outgoing webhooks', 0),
  entityTypes: fact('documented', 'b24-rest-docs crm.item', {
    lead: 1,
    deal: 2,
    contact: 3,
    company: 4,
  }),
} as const;

export const SLACK = {
  perSecond: fact('documented', 'docs.slack.dev/apis/web-api/rate-limits', 1),
  headerMax: fact('documented', 'slack_sdk models', 150),
  sectionMax: fact('documented', 'slack_sdk models', 3000),
  fieldMax: fact('documented', 'slack_sdk models', 2000),
  fieldsMax: fact('documented', 'slack_sdk models', 10),
  contextMax: fact('documented', 'slack_sdk models', 10),
  blocksMax: fact('known', 'docs.slack.dev block kit', 50),
  burst: fact('known', '"short bursts tolerated"', 3),
} as const;

export const POWER_BI = {
  columnsMax: fact('documented', 'learn.microsoft.com push limits', 75),
  rowsPerPost: fact('documented', 'learn.microsoft.com push limits', 10_000),
  postsPerMinute: fact('documented', 'learn.microsoft.com push limits', 120),
  textMax: fact('documented', 'learn.microsoft.com push limits', 4000),
} as const;
